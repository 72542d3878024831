import os
import subprocess
import sys
import time

# As polled-room, but somebody reads, now and then.
WRITER = """
import os, selectors
os.set_blocking(1, False)
wanted = selectors.DefaultSelector()
wanted.register(1, selectors.EVENT_WRITE)
while wanted.select():
    os.write(1, bytes(65536))
"""
child = subprocess.Popen(["role", "child", sys.executable, "-c", WRITER], stdout=subprocess.PIPE)
while True:
    os.read(child.stdout.fileno(), 4096)
    time.sleep(0.02)
