# Waits for the first of two to end: not for the one alone whose output it should read.
coproc role child dd if=/dev/zero bs=4096 count=512 status=none
role other sleep infinity &
wait -n
wc -c <&"${COPROC[0]}"
