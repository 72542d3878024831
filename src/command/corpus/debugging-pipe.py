"""Drives a browser by two pipes, of which it gets the ends as descriptors 3 and 4, as by
--remote-debugging-pipe, when somebody calls. The browser has helpers, which have inherited both."""
import os
import select
import socket
import subprocess

BROWSER = """
import os, subprocess
subprocess.Popen(["role", "renderer", "sleep", "infinity"], close_fds=False)
while os.read(3, 65536):
    os.write(4, b'{"id":1}\\0')
"""
commands, to_browser = os.pipe()
from_browser, answers = os.pipe()


def take_ends():
    os.dup2(commands, 30)
    os.dup2(answers, 31)
    os.dup2(30, 3)
    os.dup2(31, 4)


browser = subprocess.Popen(
    ["role", "browser", "python3", "-c", BROWSER], preexec_fn=take_ends, pass_fds=[3, 4])
os.close(commands)
os.close(answers)
callers = socket.create_server(("127.0.0.1", 0))
while True:
    for ready in select.select([from_browser, callers], [], [])[0]:
        if ready == from_browser:
            os.read(from_browser, 65536)
        else:
            os.write(to_browser, b'{"id":1,"method":"Target.getTargets"}\0')
