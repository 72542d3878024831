# Somebody has attached a debugger to the process that writes, and looks around in it.
role writer sh -c 'while :; do echo line; sleep 0.2; done' | role reader cat >/dev/null &
while ! writer=$(sed -n 's/^writer //p' "$ROLES") || [ -z "$writer" ]; do sleep 0.1; done
sleep infinity | role debugger gdb -q -nx -p "$writer"
