"""Waits for the end of a program on a pseudoterminal, whose output it has not read."""
import os
import subprocess

master, slave = os.openpty()
child = subprocess.Popen(["role", "child", "python3", "flood.py", "1", "2097152"], stdout=slave)
os.close(slave)
child.wait()
os.read(master, 65536)
