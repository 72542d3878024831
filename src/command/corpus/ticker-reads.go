// Takes a line of a child's output every twenty seconds.
package main

import (
	"bufio"
	"os/exec"
	"time"
)

func main() {
	child := exec.Command("role", "child", "yes", "a line")
	output, _ := child.StdoutPipe()
	child.Start()
	lines := bufio.NewReaderSize(output, 16)
	for range time.Tick(20 * time.Second) {
		lines.ReadString('\n')
	}
}
