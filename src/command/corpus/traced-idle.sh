# Somebody watches the reader's system calls; there are none yet.
role writer sleep 86400 | role tracer strace -f -o /dev/null role reader cat
