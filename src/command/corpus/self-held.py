import os

# The write end is closed in the child only, which has ended; this process holds it too.
r, w = os.pipe()
if os.fork() == 0:
    os.write(w, b"all there is\n")
    os._exit(0)
while os.read(r, 4096):
    pass
