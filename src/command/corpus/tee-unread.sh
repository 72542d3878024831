# tee writes to both before it reads on, so the one that does not read stops the other too.
role writer dd if=/dev/zero bs=4096 count=512 status=none |
	role tee tee >(role idler python3 -c 'import signal; signal.pause()') |
	role reader cat >/dev/null
