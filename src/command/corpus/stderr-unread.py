import subprocess

# A question and an answer a line, as with any helper process; nobody ever reads its log.
helper = subprocess.Popen(["role", "child", "python3", "-c", """
import sys
for question in sys.stdin:
    for i in range(4):
        print("helper: debug:", "x" * 16384, file=sys.stderr, flush=True)
    print("answer to", question.strip(), flush=True)
"""], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
for i in range(100):
    print(i, file=helper.stdin, flush=True)
    helper.stdout.readline()
