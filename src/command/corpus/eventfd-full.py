"""Two processes wake each other by an eventfd. One of them no longer reads it, the counter is at its
limit, and so the other waits in write(2)."""
import os
import signal

wake = os.eventfd(0)
if os.fork() == 0:
    with open(os.environ["ROLES"], "a") as roles:
        print("idler", os.getpid(), file=roles)
    while True:
        signal.pause()
os.eventfd_write(wake, 2**64 - 2)
os.eventfd_write(wake, 1)
