import subprocess

# A client that sends all its requests before it reads an answer, and a server in one thread.
SERVER = "while (request = gets) do puts request * 2 end"

server = subprocess.Popen(
    ["role", "child", "ruby", "-e", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
)
for number in range(100000):
    server.stdin.write(b'{"jsonrpc": "2.0", "id": %d, "method": "textDocument/hover"}\n' % number)
server.stdin.close()
print(len(server.stdout.read()))
