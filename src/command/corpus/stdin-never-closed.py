import subprocess

# sort prints at the end of its input, and the input's end is this process's to give.
child = subprocess.Popen(["role", "child", "sort"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
child.stdin.write(b"b\na\n")
child.stdin.flush()
child.wait()
