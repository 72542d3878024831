# Each opens the FIFO first that the other one opens second.
mkfifo ab ba
role one sh -c 'exec 3>ab 4<ba' &
role two sh -c 'exec 4>ba 3<ab' &
wait
