import os
import signal
import socket

# A client that asked for 1 MiB and does something else. The buffers are small, so that 1 MiB is
# more than they hold on any machine.
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16384)
listener.bind(("127.0.0.1", 0))
listener.listen()

if os.fork() == 0:
    with open(os.environ["ROLES"], "a") as roles:
        roles.write(f"client {os.getpid()}\n")
    address = listener.getsockname()
    listener.close()
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
    client.connect(address)
    client.sendall(b"GET / HTTP/1.0\r\n\r\n")
    signal.pause()

connection, _ = listener.accept()
connection.recv(4096)
connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 1048576\r\n\r\n" + bytes(1 << 20))
