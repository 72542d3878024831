"""How many bytes lie in a pipe when a write to it would sleep, by the size of the writes."""
import os, sys

for size in (1, 2048, 2049, 4096, 4097):
    r, w = os.pipe()
    os.set_blocking(w, False)
    total = 0
    try:
        while True:
            total += os.write(w, b"x" * size)
    except BlockingIOError:
        print(f"writes of {size:4}: full at {total:5} bytes")
