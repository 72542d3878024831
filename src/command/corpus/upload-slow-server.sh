# curl uploads what it reads from a pipe to a server that takes a block a minute.
cat >server.py <<'END'
import socket, time
server = socket.create_server(("127.0.0.1", 0))
with open("port.new", "w") as port:
    port.write(str(server.getsockname()[1]))
import os
os.rename("port.new", "port")
connection, _ = server.accept()
while connection.recv(4096):
    time.sleep(60)
END
role server python3 server.py &
while ! [ -f port ]; do sleep 0.1; done
role writer yes 'a record' | role upload curl -s -H Expect: -T - "http://127.0.0.1:$(cat port)/"
