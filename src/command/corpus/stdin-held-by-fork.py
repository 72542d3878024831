import multiprocessing
import os
import signal
import subprocess


# A worker that is forked while the compressor runs has the compressor's input open as well, so that
# closing the input here ends nothing.
def worker():
    with open(os.environ["ROLES"], "a") as roles:
        roles.write(f"sibling {os.getpid()}\n")
    signal.pause()


child = subprocess.Popen(["role", "child", "gzip", "-c"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
multiprocessing.get_context("fork").Process(target=worker).start()
child.stdin.write(b"a line of the log\n")
child.stdin.close()
child.wait()
