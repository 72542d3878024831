# A logger reads a FIFO that a server opens anew for each line. So that the logger does not see an
# end after each, a process holds the FIFO open, and does nothing else.
mkfifo log
role holder sleep infinity <>log &
role logger sh -c 'while read -r line; do echo "$line" >>lines; done' <log
