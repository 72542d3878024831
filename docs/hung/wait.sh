mkfifo results
seq 100000 >results &
exec 3<results
rm results
wait
wc -l <&3
