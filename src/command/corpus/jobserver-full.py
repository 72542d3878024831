"""A tool puts a token too many back into a jobserver's pipe again and again, until that is full. All
who could read tokens have both ends open; the one that makes has given up on tokens and waits for
the tool."""
import os
import subprocess

read, write = os.pipe()
TOOL = f"""
import os
while True:
    os.write({write}, b"+" * 64)
"""
subprocess.run(["role", "tool", "python3", "-c", TOOL], pass_fds=[read, write])
