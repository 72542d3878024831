import subprocess

# `writer | reader` by hand. Without child.stdout.close() the writer never learns that its reader
# has ended: the documentation of subprocess has that line, and it is easily left out.
writer = subprocess.Popen(["role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none"],
                          stdout=subprocess.PIPE)
reader = subprocess.Popen(["role", "reader", "head", "-c", "10"], stdin=writer.stdout,
                          stdout=subprocess.DEVNULL)
reader.wait()
writer.wait()
