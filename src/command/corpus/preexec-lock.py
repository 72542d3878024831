"""Popen() reads from a pipe until the child has executed its program; but the child first runs
preexec_fn, and there wants a lock that another thread had when it was forked."""
import os
import signal
import subprocess
import threading

lock = threading.Lock()
taken, forked = threading.Event(), threading.Event()


def write_log():
    with lock:
        taken.set()
        forked.wait()
    signal.pause()


def prepare():
    with open(os.environ["ROLES"], "a") as roles:
        print("child", os.getpid(), file=roles)
    with lock:
        os.nice(1)


threading.Thread(target=write_log, daemon=True).start()
taken.wait()
threading.Timer(1, forked.set).start()
subprocess.Popen(["true"], preexec_fn=prepare).wait()
