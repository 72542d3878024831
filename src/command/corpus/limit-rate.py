import socket
import subprocess

# A server whose only client takes 10 kB a second.
listening = socket.create_server(("127.0.0.1", 0))
url = f"http://127.0.0.1:{listening.getsockname()[1]}/file"
subprocess.Popen(["role", "client", "curl", "-s", "--limit-rate", "10k", "-o", "/dev/null", url])
client, _ = listening.accept()
client.recv(4096)
client.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + bytes(1 << 28))
