# A FIFO that is open for both ways takes what is written first and read afterwards, if it is little.
mkfifo fifo
exec 3<>fifo 4<fifo
role child seq 300000 >&3
exec 3>&-
wc -l <&4
