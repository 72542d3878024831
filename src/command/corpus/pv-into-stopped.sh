# A dump goes through a meter into an import that has been stopped.
role dump yes 'a line' | role meter pv -q | role importer cat >/dev/null &
while ! grep -q importer "$ROLES"; do sleep 0.1; done
kill -STOP "$(sed -n 's/^importer //p' "$ROLES")"
wait
