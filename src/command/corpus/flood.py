"""flood.py FD BYTES [CHUNK]: the child that writes more than a pipe holds."""
import os
import sys

fd, left = int(sys.argv[1]), int(sys.argv[2])
chunk = int(sys.argv[3]) if len(sys.argv) > 3 else 4096
while left > 0:
    left -= os.write(fd, bytes(min(chunk, left)))
