// Wait closes the pipe of StdinPipe too, but only after the child's exit.
package main

import (
	"fmt"
	"os/exec"
)

func main() {
	child := exec.Command("role", "child", "sort")
	stdin, err := child.StdinPipe()
	if err != nil {
		panic(err)
	}
	if err := child.Start(); err != nil {
		panic(err)
	}
	fmt.Fprint(stdin, "b\na\n")
	fmt.Println(child.Wait())
}
