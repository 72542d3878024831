import subprocess
import signal

# The helper waits for the next request, this process for a signal.
helper = subprocess.Popen(["role", "helper", "cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
helper.stdin.write(b"request\n")
helper.stdin.flush()
helper.stdout.readline()
signal.pause()
