# sort prints nothing before its input ends, and this one is long.
role writer python3 -c 'import time
while True: print("line", flush=True); time.sleep(1)' |
	role sort sort | role reader cat >/dev/null
