import subprocess

# All that a filter is to filter, before anything of what it made of it.
child = subprocess.Popen(["role", "child", "cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdin.write(bytes(8 << 20))
child.stdin.close()
child.stdout.read()
