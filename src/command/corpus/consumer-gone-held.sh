# The group's input is the pipe, and so it is that of what the group leaves running.
role writer dd if=/dev/zero bs=4096 count=512 status=none | {
	role holder sleep infinity &
	exec role reader head -c 10 >/dev/null
}
