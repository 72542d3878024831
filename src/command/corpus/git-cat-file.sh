# git cat-file as a helper that stays and is asked for objects now and then, as the server that it
# belongs to is itself.
git init -q --bare repository
cat >server.py <<'END'
import select, socket, subprocess
helper = subprocess.Popen(["role", "helper", "git", "-C", "repository", "cat-file", "--batch"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE)
server = socket.create_server(("127.0.0.1", 0))
while True:
    select.select([server, helper.stdout], [], [])
END
exec python3 server.py
