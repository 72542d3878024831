// Starts a server anew without losing a connection: the new one is given a listening socket and a
// pipe, as descriptors 3 and 4, and says in the pipe when it is ready; it keeps it, for its state.
package main

import (
	"bufio"
	"net"
	"os"
	"os/exec"
)

func main() {
	listener, _ := net.Listen("tcp", "127.0.0.1:0")
	socket, _ := listener.(*net.TCPListener).File()
	read, write, _ := os.Pipe()
	server := exec.Command("role", "server", "sh", "-c", "echo ready >&4; exec sleep infinity")
	server.ExtraFiles = []*os.File{socket, write}
	server.Start()
	write.Close()
	for states := bufio.NewScanner(read); states.Scan(); {
	}
}
