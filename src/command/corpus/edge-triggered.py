import os
import select
import subprocess

# An edge is told once: who does not read until EAGAIN then sleeps beside a full pipe.
child = subprocess.Popen(["role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none"],
                         stdout=subprocess.PIPE)
fd = child.stdout.fileno()
os.set_blocking(fd, False)
epoll = select.epoll()
epoll.register(fd, select.EPOLLIN | select.EPOLLET)
while epoll.poll():
    os.read(fd, 100)
