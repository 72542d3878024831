# One of the two readers of tee was stopped, and so the other one gets nothing any more.
role writer dd if=/dev/zero bs=4096 count=512 status=none |
	role tee tee >(role stopped sh -c 'kill -STOP $$; exec cat >/dev/null') |
	role reader cat >/dev/null
