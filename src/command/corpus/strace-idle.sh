# strace is attached to a process that waits for its input, which it may.
role writer sleep infinity | role reader cat &
while ! reader=$(sed -n 's/^reader //p' "$ROLES") || [ -z "$reader" ]; do sleep 0.1; done
role tracer strace -o trace -p "$reader"
