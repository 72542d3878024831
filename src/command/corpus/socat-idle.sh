# A relay between a shell's pipe and a server, neither of which has anything to say now.
role server socat UNIX-LISTEN:server,fork EXEC:cat &
while ! [ -S server ]; do sleep 0.1; done
role typist sleep infinity | role relay socat - UNIX-CONNECT:server | role reader cat
