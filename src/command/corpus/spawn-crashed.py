"""Starts a worker, and sends it all that it needs through a pipe. The worker has crashed, but its
starter has not closed the read end yet: no EPIPE, and no reader."""
import os
import subprocess

read, write = os.pipe()
worker = subprocess.Popen(["role", "worker", "sh", "-c", "exit 3"], pass_fds=[read])
os.waitid(os.P_PID, worker.pid, os.WEXITED | os.WNOWAIT)
with open(write, "wb") as state:
    state.write(bytes(2 << 20))
os.close(read)
worker.wait()
