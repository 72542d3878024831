import concurrent.futures
import multiprocessing
import os
import signal


# Workers of their own making, with all the pipes and helper processes that come with them.
def started():
    with open(os.environ["ROLES"], "a") as roles:
        roles.write(f"worker {os.getpid()}\n")


if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    executor = concurrent.futures.ProcessPoolExecutor(1, spawn, started)
    executor.submit(abs, -1).result()
    signal.pause()
