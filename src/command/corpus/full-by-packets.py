import os

# In packet mode each write takes a slot, however small: 16 bytes fill the pipe.
r, w = os.pipe2(os.O_DIRECT)
child = os.fork()
if child == 0:
    with open(os.environ["ROLES"], "a") as roles:
        roles.write(f"child {os.getpid()}\n")
    os.close(r)
    os.dup2(w, 1)
    while True:
        os.write(1, b"x")
os.close(w)
os.waitpid(child, 0)
