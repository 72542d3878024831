# gawk writes all lines to its coprocess before it reads the first one back.
exec gawk 'BEGIN {
	command = "role filter cat"
	for (i = 0; i < 1000000; i++)
		print "a line of the input" |& command
	close(command, "to")
	while ((command |& getline) > 0)
		;
}'
