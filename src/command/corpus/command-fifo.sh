# The way to have a FIFO that stays open between its writers: read it through a descriptor that
# writes as well.
mkfifo commands
exec 3<>commands
while read -r -u 3 command; do
	echo "$command"
done
