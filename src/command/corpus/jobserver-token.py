import fcntl
import os
import struct
import subprocess
import termios
import time

# One token, in a pipe that everybody has both ends of. Who has it is at work and will put it back.
r, w = os.pipe()
os.set_inheritable(r, True)
os.set_inheritable(w, True)
os.write(w, b"+")
COMPILE = f"import os, time; t = os.read({r}, 1); time.sleep(86400); os.write({w}, t)"
first = subprocess.Popen(["role", "holder", "python3", "-c", COMPILE], close_fds=False)
while struct.unpack("i", fcntl.ioctl(r, termios.FIONREAD, bytes(4)))[0] > 0:
    time.sleep(0.01)
second = subprocess.Popen(["role", "client", "python3", "-c", COMPILE], close_fds=False)
first.wait()
second.wait()
