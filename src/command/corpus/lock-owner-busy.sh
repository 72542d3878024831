# The reader waits for a lock, whose owner makes a backup, file by file.
exec 9>lock
flock 9
role backup sh -c 'while :; do sleep 0.1; done' &
exec 9>&-
role writer yes 'a record' | role reader sh -c 'read -r line; exec flock lock cat' >/dev/null
