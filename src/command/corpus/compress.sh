# The compressor has more to do than who feeds it.
role writer cat /dev/zero | role gzip nice -n 19 gzip -9 >/dev/null
