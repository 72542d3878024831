// Wait is for after the reads, says the documentation of StdoutPipe.
package main

import (
	"fmt"
	"io"
	"os/exec"
)

func main() {
	child := exec.Command("role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none")
	stdout, err := child.StdoutPipe()
	if err != nil {
		panic(err)
	}
	if err := child.Start(); err != nil {
		panic(err)
	}
	fmt.Println(child.Wait())
	fmt.Println(io.Copy(io.Discard, stdout))
}
