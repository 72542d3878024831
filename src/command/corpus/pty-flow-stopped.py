"""A terminal, played by this process, in which somebody has typed Ctrl-S. What a program prints is
held up until somebody types Ctrl-Q."""
import os
import select
import subprocess
import time

master, slave = os.openpty()
os.write(master, b"\x13")
time.sleep(0.2)
child = subprocess.Popen(["role", "child", "python3", "flood.py", "1", "2097152"], stdin=slave, stdout=slave)
os.close(slave)
while True:
    select.select([master], [], [])
    os.read(master, 65536)
