import _multiprocessing
import concurrent.futures
import multiprocessing
import multiprocessing.synchronize
import os
import signal

# The names of its semaphores, to be taken out of /dev/shm: who is killed leaves them there.
names = []
make_name = multiprocessing.synchronize.SemLock._make_name
multiprocessing.synchronize.SemLock._make_name = lambda _: names.append(make_name()) or names[-1]


# Workers of their own making, with all the pipes and helper processes that come with them.
def started():
    with open(os.environ["ROLES"], "a") as roles:
        roles.write(f"worker {os.getpid()}\n")


if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    executor = concurrent.futures.ProcessPoolExecutor(1, spawn, started)
    executor.submit(abs, -1).result()
    for name in names:
        _multiprocessing.sem_unlink(name)
    signal.pause()
