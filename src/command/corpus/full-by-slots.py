import subprocess

# 4097 bytes take two slots of a page each: the pipe is full with 45 067 of 65 536 bytes in it.
child = subprocess.Popen(["role", "child", "python3", "flood.py", "1", "8388608", "4097"],
                         stdout=subprocess.PIPE)
child.wait()
