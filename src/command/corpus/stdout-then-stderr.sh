# To the end of one pipe first, then of the other.
mkfifo out err
role child sh -c 'exec python3 flood.py 2 2097152 >out 2>err' &
exec 3<out 4<err
while read -r -u 3 line; do :; done
while read -r -u 4 line; do :; done
wait
