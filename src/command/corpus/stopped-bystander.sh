# An editor in the background was stopped; the pipe has nothing to do with it.
bash -c 'kill -STOP $$' </dev/null >/dev/null 2>&1 &
role writer sleep infinity | role reader cat
