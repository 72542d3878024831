# The usual loop over what a command prints, with a command in it that takes its time.
role list yes a-film | while read -r film; do
	role encoder sleep 300 </dev/null
done
