"""Forks while another thread has a lock; in the child that thread does not exist, and the lock is
taken for ever."""
import os
import signal
import threading

lock = threading.Lock()
taken, forked = threading.Event(), threading.Event()


def write_log():
    with lock:
        taken.set()
        forked.wait()
    signal.pause()


threading.Thread(target=write_log, daemon=True).start()
taken.wait()
pid = os.fork()
if pid == 0:
    with open(os.environ["ROLES"], "a") as roles:
        print("child", os.getpid(), file=roles)
    with lock:
        os._exit(0)
forked.set()
os.waitpid(pid, 0)
