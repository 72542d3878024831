"""Stores lines in a database one by one; the database, another process, is at a query that takes
two minutes. Who writes the lines waits for room in the pipe meanwhile."""
import os
import socket
import subprocess
import time

server = socket.create_server(("127.0.0.1", 0))
if os.fork() == 0:
    with open(os.environ["ROLES"], "a") as roles:
        print("database", os.getpid(), file=roles)
    connection, _ = server.accept()
    while connection.recv(4096):
        time.sleep(120)
        connection.send(b"OK\n")
writer = subprocess.Popen(["role", "writer", "yes", "a record"], stdout=subprocess.PIPE)
database = socket.create_connection(server.getsockname())
server.close()
for line in writer.stdout:
    database.send(line)
    database.recv(4096)
