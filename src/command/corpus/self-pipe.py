import os

# The pipe that a signal handler wakes its own event loop with, left blocking.
r, w = os.pipe()
while True:
    os.write(w, b"x" * 4096)
