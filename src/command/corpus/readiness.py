import os
import select
import subprocess

# A supervisor polls for the newline with which a service says that it is ready. This one still
# reads its tables, and it has a helper process.
r, w = os.pipe()
SERVICE = """
import os, subprocess, time
subprocess.Popen(["role", "helper", "sleep", "86400"], close_fds=False)
time.sleep(3600)
os.write(9, b"\\n")
"""


def on_nine():
    os.dup2(w, 9)


service = subprocess.Popen(["role", "service", "python3", "-c", SERVICE], close_fds=False, preexec_fn=on_nine)
os.close(w)
poll = select.poll()
poll.register(r, select.POLLIN)
poll.poll()
