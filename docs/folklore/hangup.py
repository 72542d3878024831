"""What epoll says of a pipe whose writer has closed it, and what still lies in it."""
import os, select

r, w = os.pipe()
epoll = select.epoll()
epoll.register(r, select.EPOLLIN)
os.write(w, b"x" * 10000)
os.close(w)
seen = epoll.poll()[0][1]
print("EPOLLIN", bool(seen & select.EPOLLIN), "EPOLLHUP", bool(seen & select.EPOLLHUP))
print("reads of 4096:", [len(os.read(r, 4096)) for _ in range(4)])
