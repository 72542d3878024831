"""A supervisor waits for the line by which its service says on descriptor 3 that it is ready, and for
commands. The line has come, and the service runs on without having closed the descriptor."""
import os
import select
import subprocess

SERVICE = "echo >&3; exec sleep infinity"
os.mkfifo("control")
control = os.open("control", os.O_RDWR)
ready, notify = os.pipe()
service = subprocess.Popen(
    ["sh", "-c", f'exec role service sh -c "$0" 3>&{notify} {notify}>&-', SERVICE], pass_fds=[notify])
os.close(notify)
while True:
    for readable in select.select([ready, control], [], [])[0]:
        os.read(readable, 64)
