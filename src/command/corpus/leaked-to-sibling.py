import os
import subprocess

# The filter's end of file is this process's close, or so it seems; but the server was started with
# close_fds=False while the write end was open and inheritable.
r, w = os.pipe()
os.set_inheritable(w, True)
child = subprocess.Popen(["role", "child", "cat"], stdin=r)
os.close(r)
server = subprocess.Popen(["role", "sibling", "sleep", "infinity"], close_fds=False)
os.write(w, b"all there is\n")
os.close(w)
child.wait()
