import subprocess

child = subprocess.Popen(
    ["sh", "-c", "seq 100000 >&2; echo done"],
    stdout=subprocess.PIPE, stderr=subprocess.PIPE)
print(child.stdout.read(), child.stderr.read())
