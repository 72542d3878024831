# A forgotten Ctrl-Z: all processes of a pipeline are stopped, and a script waits for them.
role one yes | role two cat >/dev/null &
while [ "$(grep -c '^one\|^two' "$ROLES")" -lt 2 ]; do sleep 0.1; done
for role in one two; do
	kill -STOP "$(sed -n "s/^$role //p" "$ROLES")"
done
wait
