import multiprocessing
import os


# "Joining processes that use queues" in the documentation: the child ends when its feeder thread
# has got rid of what was put, and that goes through a pipe.
def work(queue):
    with open(os.environ["ROLES"], "a") as roles:
        roles.write(f"child {os.getpid()}\n")
    queue.put(bytes(2 << 20))


multiprocessing.set_start_method("fork")
queue = multiprocessing.Queue()
child = multiprocessing.Process(target=work, args=(queue,))
child.start()
child.join()
queue.get()
