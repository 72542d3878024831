import os
import pty

# A page is shown, and the rest waits in a full pipe for somebody to press a key.
pid, terminal = pty.fork()
if pid == 0:
    os.execvp("sh", ["sh", "-c", """
role writer dd if=/dev/zero bs=4096 count=512 status=none |
    role pager bash -c 'head -c 4096 >/dev/null; read -r -n 1 key </dev/tty'"""])
while True:
    os.read(terminal, 4096)
