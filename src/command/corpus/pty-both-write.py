"""Pastes a long text into a program on a pseudoterminal, and reads its echo only afterwards."""
import os
import subprocess
import tty

master, slave = os.openpty()
tty.setraw(slave)
child = subprocess.Popen(["role", "child", "cat"], stdin=slave, stdout=slave)
os.close(slave)
text = memoryview(bytes(2 << 20))
while text:
    text = text[os.write(master, text):]
os.read(master, 65536)
child.wait()
