import subprocess

# "This will deadlock when using stdout=PIPE and the child process generates enough output", says
# the documentation of Popen.wait.
child = subprocess.Popen(["role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none"],
                         stdout=subprocess.PIPE)
child.wait()
print(len(child.stdout.read()))
