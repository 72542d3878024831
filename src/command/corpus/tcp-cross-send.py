import os
import socket

# Both send first, and more than the buffers hold.
listener = socket.socket()
for option in socket.SO_SNDBUF, socket.SO_RCVBUF:
    listener.setsockopt(socket.SOL_SOCKET, option, 16384)
listener.bind(("127.0.0.1", 0))
listener.listen()

if os.fork() == 0:
    with open(os.environ["ROLES"], "a") as roles:
        roles.write(f"client {os.getpid()}\n")
    address = listener.getsockname()
    listener.close()
    end = socket.socket()
    for option in socket.SO_SNDBUF, socket.SO_RCVBUF:
        end.setsockopt(socket.SOL_SOCKET, option, 16384)
    end.connect(address)
else:
    end, _ = listener.accept()
end.sendall(bytes(1 << 20))
end.recv(1 << 20)
