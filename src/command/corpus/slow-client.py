"""A server that serves one client at a time, to a client that has limited its rate."""
import socket
import subprocess

server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
subprocess.Popen(
    ["role", "client", "curl", "-s", "-o", "/dev/null", "--limit-rate", "2k", f"http://127.0.0.1:{port}/"])
while True:
    connection, _ = server.accept()
    connection.recv(4096)
    connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 100000000\r\n\r\n" + bytes(100_000_000))
