import subprocess

child = subprocess.Popen("sleep 1000 & sleep 1001", shell=True, stdout=subprocess.PIPE)
try:
    out, _ = child.communicate(timeout=1)
except subprocess.TimeoutExpired:
    child.kill()  # the shell; neither sleep is it
    out, _ = child.communicate()
