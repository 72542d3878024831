# Ruby does not block in write(2): it polls for room in the pipe of a helper that does not read.
read, write = IO.pipe
pid = spawn("role", "idler", "sleep", "infinity", in: read)
read.close
write.write("x" * 2_097_152)
write.close
Process.wait(pid)
