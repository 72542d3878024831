# A program talks through netcat to a server that answers each block. It sends all its blocks first:
# the answers fill netcat's output, then the server's, and nobody takes any more.
cat >client.py <<'END'
import subprocess
relay = subprocess.Popen(["role", "relay", "nc", "-U", "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
relay.stdin.write(bytes(8 << 20))
relay.stdin.close()
relay.stdout.read()
END
role server python3 -c '
import socket
server = socket.socket(socket.AF_UNIX)
server.bind("server")
server.listen()
connection, _ = server.accept()
while block := connection.recv(65536):
    connection.sendall(block)
' &
while ! [ -S server ]; do sleep 0.1; done
role client python3 client.py
