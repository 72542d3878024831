"""Runs a command on a pseudoterminal and waits for its end; the command asks a question there, and
nobody will answer."""
import os
import subprocess

master, slave = os.openpty()
child = subprocess.Popen(
    ["role", "child", "bash", "-c", "read -p 'Run all tests? ' answer"],
    stdin=slave, stdout=slave, stderr=slave, start_new_session=False)
os.close(slave)
child.wait()
