import os
import pty

# What runs on a pseudoterminal cannot end before somebody takes what it printed.
child, terminal = pty.fork()
if child == 0:
    os.execvp("role", ["role", "child", "seq", "300000"])
os.waitpid(child, 0)
