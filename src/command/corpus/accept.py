import socket

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
listener.accept()
