# A relay stands between the program and the one who is attached and does not read.
role writer cat /dev/zero | role relay socat -u STDIN STDOUT | role reader sleep infinity
