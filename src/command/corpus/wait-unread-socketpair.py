import socket
import subprocess

# A socketpair for the child's output, as Node, asyncio and some shells make one.
ours, theirs = socket.socketpair()
child = subprocess.Popen(["role", "child", "dd", "if=/dev/zero", "bs=512", "count=16384", "status=none"],
                         stdout=theirs)
theirs.close()
child.wait()
print(len(ours.recv(1 << 20)))
