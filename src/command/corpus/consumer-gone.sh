# The reader has gone, but this shell has the read end as well: so its writer gets no SIGPIPE.
mkfifo fifo
role writer dd if=/dev/zero of=fifo bs=4096 count=512 status=none &
writer=$!
exec 3<fifo
role reader head -c 10 <&3 >/dev/null
wait "$writer"
