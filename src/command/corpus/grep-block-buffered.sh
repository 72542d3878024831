# grep keeps what it found until it has 4 kB of it.
role writer python3 -c 'import time
while True: print("CAT", flush=True); time.sleep(1)' |
	role grep grep CAT | role reader cat >/dev/null
