"""A long diff in a pager: it shows the first page, and reads on when somebody presses a key. This
process plays the terminal."""
import os
import select
import subprocess

master, slave = os.openpty()
subprocess.Popen(
    "role writer seq 1000000 | TERM=dumb role pager less", shell=True,
    stdin=slave, stdout=slave, stderr=slave,
    preexec_fn=lambda: (os.setpgid(0, 0)))
os.close(slave)
while True:
    select.select([master], [], [])
    os.read(master, 65536)
