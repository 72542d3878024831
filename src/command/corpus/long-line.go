// A Scanner stops at a line over 64 KiB. Who does not ask Err, and waits, waits for ever.
package main

import (
	"bufio"
	"fmt"
	"os/exec"
)

func main() {
	child := exec.Command("role", "child", "python3", "-c", "print('x' * 2097152)")
	stdout, err := child.StdoutPipe()
	if err != nil {
		panic(err)
	}
	if err := child.Start(); err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		fmt.Println(len(lines.Text()))
	}
	fmt.Println(child.Wait())
}
