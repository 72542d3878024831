import select
import subprocess
import time

# Is told again and again that there is something to read, and reads nothing.
child = subprocess.Popen(["role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none"],
                         stdout=subprocess.PIPE)
while True:
    select.select([child.stdout], [], [])
    time.sleep(0.05)
