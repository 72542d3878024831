import fcntl
import subprocess

# This process has the lock and reads the command to its end; the command first wants the lock.
lock = open("lock", "w")
fcntl.lockf(lock, fcntl.LOCK_EX)
subprocess.run(["role", "child", "python3", "-c", """
import fcntl
fcntl.lockf(open("lock", "w"), fcntl.LOCK_EX)
"""], stdout=subprocess.PIPE)
