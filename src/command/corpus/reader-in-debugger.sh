# Somebody attached a debugger to the reader, and went for lunch.
role writer dd if=/dev/zero bs=4096 count=512 status=none | {
	role reader sh -c 'echo $$ >pid; while ! [ -e go ]; do sleep 0.02; done; exec cat >/dev/null' &
	exec <&-
	while ! [ -s pid ]; do sleep 0.02; done
	gdb -nx -q -batch -p "$(cat pid)" -ex 'shell role held sleep infinity'
}
