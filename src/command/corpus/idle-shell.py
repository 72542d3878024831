import os
import pty

# A shell at its prompt.
pid, terminal = pty.fork()
if pid == 0:
    os.execvp("role", ["role", "shell", "bash", "--norc", "-i"])
while True:
    os.read(terminal, 4096)
