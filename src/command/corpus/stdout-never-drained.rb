# Starts a server with its output in a pipe, and waits until it ends; nobody reads that pipe.
read, write = IO.pipe
pid = spawn("role", "child", "python3", "flood.py", "1", "2097152", out: write)
write.close
Process.wait(pid)
puts read.read.size
