import subprocess

# The recipe in the documentation of Popen.communicate. The kill reaches the shell alone.
child = subprocess.Popen(["role", "child", "sh", "-c", "role grandchild sleep infinity; exit"],
                         stdout=subprocess.PIPE)
try:
    child.communicate(timeout=0.3)
except subprocess.TimeoutExpired:
    child.kill()
    child.communicate()
