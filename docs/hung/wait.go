package main

import (
	"fmt"
	"io"
	"os/exec"
)

func main() {
	child := exec.Command("seq", "100000")
	out, _ := child.StdoutPipe()
	child.Start()
	fmt.Println(child.Wait())
	text, _ := io.ReadAll(out)
	fmt.Println(len(text))
}
