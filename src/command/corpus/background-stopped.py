import os
import signal
import subprocess
import time

# A job in a process group of its own is stopped as by a terminal, and the starter waits for its end,
# which does not come before somebody continues the job.
job = subprocess.Popen(
    ["bash", "-c", "role producer cat /dev/zero | role consumer cat >/dev/null"], preexec_fn=os.setpgrp
)


def started():
    with open(os.environ["ROLES"]) as roles:
        return {line.split()[0] for line in roles} >= {"producer", "consumer"}


while not started():
    time.sleep(0.01)
os.killpg(job.pid, signal.SIGTSTP)
job.wait()
