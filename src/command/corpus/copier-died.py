import shutil
import subprocess
import sys
import threading

# The thread that copies dies of a full disk, and its exception ends no more than the thread.
child = subprocess.Popen(["role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none"],
                         stdout=subprocess.PIPE)


def copy():
    with open("/dev/full", "wb", buffering=0) as log:
        shutil.copyfileobj(child.stdout, log)


threading.excepthook = lambda failed: print("copier:", failed.exc_value, file=sys.stderr)
copier = threading.Thread(target=copy)
copier.start()
copier.join()
child.wait()
