import subprocess

child = subprocess.Popen(["role", "child", "python3", "flood.py", "2", "2097152"],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
out = child.stdout.read()  # to its end, which comes after the child's
err = child.stderr.read()
child.wait()
