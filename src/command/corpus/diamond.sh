# tee writes to both, and the reader wants all of the one before it takes anything of the other.
mkfifo copy
role tee tee copy </dev/zero |
	role reader python3 -c 'import sys; print(len(open("copy", "rb").read()), len(sys.stdin.buffer.read()))'
