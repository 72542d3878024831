"""Three ways in which a close-on-exec pipe gets into a process that does not want it."""
import os, select, subprocess, sys, time

def ended(r):
    return bool(select.select([r], [], [], 0.5)[0])

# 1. The child's own output is not close-on-exec, cannot be; and what the child starts has it too.
child = subprocess.Popen(["sh", "-c", "sleep 2 & exit"], stdout=subprocess.PIPE)
child.wait()
print("the child has ended; end of file:", ended(child.stdout))

# 2. A fork without an exec.
r, w = os.pipe()
if os.fork() == 0:
    time.sleep(2)
    os._exit(0)
os.close(w)
print("the only writer has closed; end of file:", ended(r))

# 3. The moment between pipe(2) and fcntl(FD_CLOEXEC), in which another thread forks.
r, w = os.pipe()
os.set_inheritable(w, True)  # as pipe(2) makes it; Python itself calls pipe2(O_CLOEXEC)
other = subprocess.Popen(["sleep", "2"], close_fds=False)
os.set_inheritable(w, False)
os.close(w)
print("the only writer has closed; end of file:", ended(r))
