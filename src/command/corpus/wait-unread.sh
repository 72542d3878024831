# A coprocess's output is a pipe to this shell, which waits before it reads.
coproc role child dd if=/dev/zero bs=4096 count=512 status=none
wait "$COPROC_PID"
wc -c <&"${COPROC[0]}"
