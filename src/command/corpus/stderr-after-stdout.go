// Reads the output to its end, and then the messages; the child has more messages than a pipe holds.
package main

import (
	"io"
	"os/exec"
)

func main() {
	child := exec.Command("role", "child", "python3", "flood.py", "2", "2097152")
	output, _ := child.StdoutPipe()
	messages, _ := child.StderrPipe()
	child.Start()
	io.ReadAll(output)
	io.ReadAll(messages)
	child.Wait()
}
