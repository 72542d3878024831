import os
import subprocess
import time

# Full all the time, and yet it moves.
child = subprocess.Popen(["role", "child", "dd", "if=/dev/zero", "bs=4096", "count=1000000", "status=none"],
                         stdout=subprocess.PIPE)
while os.read(child.stdout.fileno(), 4096):
    time.sleep(0.05)
