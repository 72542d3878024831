# Every command started after `exec 3>fifo` has the descriptor, also the one in the background.
mkfifo fifo
role child cat <fifo &
child=$!
exec 3>fifo
role sibling sleep infinity &
echo 'all there is' >&3
exec 3>&-
wait "$child"
