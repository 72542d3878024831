# Every command started after this `exec` has the descriptor, also the one in the background.
exec 3> >(role child cat)
child=$!
role sibling sleep infinity &
echo 'all there is' >&3
exec 3>&-
wait "$child"
