"""O_NONBLOCK set on a duplicate, and on a description of one's own."""
import fcntl, os

def nonblocking(fd):
    return bool(fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_NONBLOCK)

r, w = os.pipe()
os.set_blocking(os.dup(r), False)
print("set on the duplicate; the original is non-blocking:", nonblocking(r))

r, w = os.pipe()
again = os.open(f"/proc/self/fd/{r}", os.O_RDONLY | os.O_NONBLOCK)
print("opened again through /proc; the original is non-blocking:", nonblocking(r), "and this one:", nonblocking(again))
