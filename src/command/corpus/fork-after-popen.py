"""A compressor gets its input by a pipe. Between its start and the end of its input a worker is
forked, which inherits the write end: the compressor never sees the end."""
import multiprocessing
import os
import signal
import subprocess


def work():
    with open(os.environ["ROLES"], "a") as roles:
        print("worker", os.getpid(), file=roles)
    signal.pause()


child = subprocess.Popen(["role", "child", "gzip"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
multiprocessing.get_context("fork").Process(target=work, daemon=True).start()
child.stdin.write(b"a line\n")
child.stdin.close()
child.wait()
