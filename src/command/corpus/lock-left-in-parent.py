import os
import threading
import time

# A thread holds the logger's lock while another one forks. The child has the lock, held, and nobody
# who could release it; and the parent reads the child's report to its end.
lock = threading.Lock()


def log():
    with lock:
        time.sleep(1)


threading.Thread(target=log).start()
while not lock.locked():
    time.sleep(0.001)
r, w = os.pipe()
child = os.fork()
if child == 0:
    os.close(r)
    with open(os.environ["ROLES"], "a") as roles:
        roles.write(f"child {os.getpid()}\n")
    with lock:
        os.write(w, b"report\n")
    os._exit(0)
os.close(w)
for thread in threading.enumerate():
    if thread is not threading.current_thread():
        thread.join()
print(os.read(r, 100))
