# Somebody has attached a debugger to the process that reads, and looks around in it.
role writer yes 'a line' | role reader cat >/dev/null &
while ! reader=$(sed -n 's/^reader //p' "$ROLES") || [ -z "$reader" ]; do sleep 0.1; done
sleep infinity | role debugger gdb -q -nx -p "$reader"
