# A relay between a pipe and a socket; the server behind it has stopped reading.
role server python3 -c '
import signal, socket
server = socket.socket(socket.AF_UNIX)
server.bind("server")
server.listen()
connection, _ = server.accept()
while True:
    signal.pause()
' &
while ! [ -S server ]; do sleep 0.1; done
role writer yes 'a line' | role relay socat -u - UNIX-CONNECT:server
