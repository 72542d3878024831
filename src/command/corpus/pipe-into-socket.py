import os
import signal
import socket
import subprocess

# A pipe's reader that sends on what it reads, to somebody who does not read.
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
listener.bind(("127.0.0.1", 0))
listener.listen()

child = subprocess.Popen(["role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none"],
                         stdout=subprocess.PIPE)
if os.fork() == 0:
    with open(os.environ["ROLES"], "a") as roles:
        roles.write(f"client {os.getpid()}\n")
    child.stdout.close()
    connection, _ = listener.accept()
    listener.close()
    signal.pause()

end = socket.socket()
end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16384)
end.connect(listener.getsockname())
listener.close()
while block := child.stdout.read(4096):
    end.sendall(block)
