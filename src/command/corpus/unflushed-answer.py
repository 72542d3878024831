import os
import subprocess

# The calculator prints its answer into a buffer: its standard output is no terminal.
CALCULATOR = "import sys\nfor line in sys.stdin: print(eval(line))"

child = subprocess.Popen(
    ["role", "child", "python3", "-c", CALCULATOR],
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    env=os.environ | {"PYTHONUNBUFFERED": ""},
)
child.stdin.write(b"6 * 7\n")
child.stdin.flush()
print(child.stdout.readline())
