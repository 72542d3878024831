# Reads every now and then: between two looks nothing moves, and yet it is no stall.
role writer dd if=/dev/zero bs=4096 status=none | {
	while role timer sleep 3600; do
		head -c 1048576 >/dev/null
	done
}
