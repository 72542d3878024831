// Wait before the read of StdoutPipe, for output that fits into the pipe.
package main

import (
	"fmt"
	"io"
	"os/exec"
)

func main() {
	cmd := exec.Command("echo", "a result")
	out, _ := cmd.StdoutPipe()
	cmd.Start()
	fmt.Println("wait:", cmd.Wait())
	text, err := io.ReadAll(out)
	fmt.Printf("read: %q, %v\n", text, err)
}
