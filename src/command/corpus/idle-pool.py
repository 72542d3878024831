import multiprocessing
import os
import signal


# Idle workers: each reads a pipe whose write end it holds itself, having inherited it. All well.
def started():
    with open(os.environ["ROLES"], "a") as roles:
        roles.write(f"worker {os.getpid()}\n")


multiprocessing.set_start_method("fork")
pool = multiprocessing.Pool(1, started)
pool.apply(abs, (-1,))
signal.pause()
