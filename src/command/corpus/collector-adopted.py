"""An agent reads the metrics of a collector line by line. The collector's starter has put it into
the background and ended; it prints every 20 seconds."""
import subprocess

LOOP = "while :; do echo cpu value=1; sleep 20; done"
launcher = subprocess.Popen(
    ["sh", "-c", 'role collector sh -c "$0" &', LOOP], stdout=subprocess.PIPE, text=True)
launcher.wait()
for line in launcher.stdout:
    pass
