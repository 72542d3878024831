import os
import subprocess

# Reads a block and thinks about it for long.
os.nice(19)
child = subprocess.Popen(["role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none"],
                         stdout=subprocess.PIPE)
while os.read(child.stdout.fileno(), 65536):
    for i in range(10 ** 12):
        pass
