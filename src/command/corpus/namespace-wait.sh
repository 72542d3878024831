# The first process of a container starts a program with its output in a pipe, and waits for its end
# before it reads.
cat >init.py <<'END'
import os, subprocess
def role(name):
    with open(os.environ["ROLES"], "a") as roles:
        print(name, os.readlink("/proc/self"), file=roles)
role("init")
child = subprocess.Popen(["python3", "flood.py", "1", "2097152"], stdout=subprocess.PIPE,
                         preexec_fn=lambda: role("child"))
child.wait()
END
exec unshare --user --map-root-user --pid --fork python3 init.py
