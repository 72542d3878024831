import subprocess
import threading
import time


# As wait-unread, but with a thread beside it that is alive and, for all one can see, might read.
def beat():
    while True:
        time.sleep(0.1)


child = subprocess.Popen(["role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none"],
                         stdout=subprocess.PIPE)
threading.Thread(target=beat, daemon=True).start()
child.wait()
