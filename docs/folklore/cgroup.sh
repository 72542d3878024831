#!/bin/sh
# A cgroup of 32 MiB, and what becomes of those who want more. Needs root.
set -eu
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
	group=/sys/fs/cgroup/folklore.$$ limit=memory.max swap=memory.swap.max
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
else
	group=/sys/fs/cgroup/memory/folklore.$$ limit=memory.limit_in_bytes swap=memory.memsw.limit_in_bytes
fi
dir=$(mktemp -d -p /var/tmp)
trap 'umount "$dir/tmpfs" 2>/dev/null || :; rm -rf "$dir"; rmdir "$group"' EXIT
mkdir "$group" "$dir/tmpfs"
echo 32M >"$group/$limit"
[ ! -e "$group/$swap" ] || echo 32M >"$group/$swap" 2>/dev/null || :
case $limit in memory.max) [ ! -e "$group/$swap" ] || echo 0 >"$group/$swap" ;; esac

# within WHAT COMMAND...: runs it in the group, says how it ended.
within() {
	what=$1
	shift
	status=0
	(echo 0 >"$group/cgroup.procs" && exec "$@") >/dev/null 2>"$dir/error" || status=$?
	case $status in
	0) echo "$what: done" ;;
	137) echo "$what: killed" ;;
	*) echo "$what: $(sed 's/.*: //' "$dir/error" | head -n 1)" ;;
	esac
}

within "200 MiB written to a file on disk" dd if=/dev/zero of="$dir/file" bs=1M count=200
within "200 MiB of memory of its own" python3 -c 'b = bytearray(200 << 20)'
mount -t tmpfs -o size=64M tmpfs "$dir/tmpfs"
within "48 MiB written to a tmpfs of 64 MiB" dd if=/dev/zero of="$dir/tmpfs/file" bs=1M count=48
umount "$dir/tmpfs"
mount -t tmpfs -o size=16M tmpfs "$dir/tmpfs"
within "48 MiB written to a tmpfs of 16 MiB" dd if=/dev/zero of="$dir/tmpfs/file" bs=1M count=48
