# paste takes a line of each in turn; the second has many, the first takes its time.
exec 3< <(role slow python3 -c 'import time; time.sleep(86400); print("a")')
exec 4< <(role fast seq 300000)
role reader paste /dev/fd/3 /dev/fd/4
