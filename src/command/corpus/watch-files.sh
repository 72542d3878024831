# Builds again whenever a file changes; none has.
role watch inotifywait -q -m -e close_write . | while read -r _ _ file; do
	make -s "$file"
done
