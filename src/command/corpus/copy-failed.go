// The goroutine that copies a container's output to the log has ended with an error; the shim still
// holds the pipe, and serves on.
package main

import (
	"io"
	"net"
	"os"
	"os/exec"
)

func main() {
	read, write, _ := os.Pipe()
	child := exec.Command("role", "child", "python3", "flood.py", "1", "2097152")
	child.Stdout = write
	child.Start()
	write.Close()
	go func() {
		full, _ := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		io.Copy(full, read)
	}()
	server, _ := net.Listen("tcp", "127.0.0.1:0")
	for {
		server.Accept()
		child.Wait()
	}
}
