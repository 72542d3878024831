import subprocess

# A connection master goes to the background, keeps the standard error that it was started with, and
# so whoever reads the messages of a command to their end waits for the master's end.
command = subprocess.Popen(
    ["sh", "-c", "setsid role master sleep infinity </dev/null >/dev/null & echo fetched"],
    stdout=subprocess.PIPE,
    stderr=subprocess.PIPE,
)
output, messages = command.communicate()
print(output)
