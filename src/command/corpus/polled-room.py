import os
import signal
import subprocess
import sys

# The child's event loop writes all it can and then polls for room, beside a socket that nobody uses.
WRITER = """
import os, selectors, socket
os.set_blocking(1, False)
quiet, other = socket.socketpair()
wanted = selectors.DefaultSelector()
wanted.register(1, selectors.EVENT_WRITE)
wanted.register(quiet, selectors.EVENT_READ)
while wanted.select():
    os.write(1, bytes(65536))
"""
child = subprocess.Popen(["role", "child", sys.executable, "-c", WRITER], stdout=subprocess.PIPE)
signal.pause()
