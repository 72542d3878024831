# A key agent, started for a build; it stays until it is ended.
role agent ssh-agent -D -a agent >/dev/null &
while ! [ -S agent ]; do sleep 0.1; done
exec sleep infinity
