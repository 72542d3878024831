# The log's reader is started later.
mkfifo log-fifo
role writer sh -c 'echo started >log-fifo' &
role reader sh -c 'sleep 86400; cat log-fifo'
