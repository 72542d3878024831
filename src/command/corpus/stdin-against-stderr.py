import subprocess

# The child complains of every line it gets; the parent has 2 MiB of lines to give first.
child = subprocess.Popen(["role", "child", "python3", "-c", """
import sys
for line in sys.stdin:
    sys.stderr.write("bad line: " + line)
"""], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
child.stdin.write((b"x" * 1023 + b"\n") * 2048)
child.stdin.close()
child.stderr.read()
