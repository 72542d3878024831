import os
import pty

# less shows a page and waits for a key.
pid, terminal = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execvp("sh", ["sh", "-c", "role writer seq 3000000 | role pager less"])
while True:
    os.read(terminal, 4096)
