# xargs runs a command for each name; each takes its time, and the list of names waits in the pipe.
role list yes a-name | role xargs xargs -n 1 sh -c 'role job sleep 300'
