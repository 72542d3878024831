"""Logs to a datagram socket, as syslog(3) does, whose daemon no longer receives. Datagrams are not
dropped there: the sender waits for room in the receiver's queue."""
import os
import signal
import socket

daemon = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
daemon.bind("log")
if os.fork() == 0:
    with open(os.environ["ROLES"], "a") as roles:
        print("daemon", os.getpid(), file=roles)
    while True:
        signal.pause()
daemon.close()
client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
client.connect("log")
while True:
    client.send(b"<13>a line of the log")
