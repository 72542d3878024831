"""A service whose main thread waits until a signal tells it to end; a helper waits for its next
request."""
import signal
import subprocess
import threading

stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
helper = subprocess.Popen(["role", "helper", "cat"], stdin=subprocess.PIPE)
stop.wait()
helper.stdin.close()
helper.wait()
