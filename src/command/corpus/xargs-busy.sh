# xargs runs one command at a time, and this one takes its time.
role writer seq 300000 | role xargs xargs -n 1 role job sleep
