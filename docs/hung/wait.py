import subprocess

child = subprocess.Popen(["seq", "100000"], stdout=subprocess.PIPE)
child.wait()
print(len(child.stdout.read()))
