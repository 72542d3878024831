"""As syslog-full, but the daemon is only slow: it looks up a name for each line, which takes long."""
import os
import socket
import time

daemon = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
daemon.bind("log")
if os.fork() == 0:
    with open(os.environ["ROLES"], "a") as roles:
        print("daemon", os.getpid(), file=roles)
    while True:
        daemon.recv(2048)
        time.sleep(60)
daemon.close()
client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
client.connect("log")
while True:
    client.send(b"<13>a line of the log")
