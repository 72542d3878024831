# Waits for somebody to open a FIFO for reading, which has been removed and made anew: whoever comes
# opens another one.
mkfifo command
role client sh -c 'echo restart >command' &
while ! [ "$(grep -c client "$ROLES")" = 1 ]; do sleep 0.1; done
sleep 0.5
rm command
mkfifo command
exec role server cat command
