# This shell has the lock and reads the command to its end; the command first wants the lock.
exec 9>lock
flock 9
answer=$(role child flock lock true 9>&-)
echo "$answer"
