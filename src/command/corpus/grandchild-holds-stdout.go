// With a Buffer as Stdout, Wait waits for the goroutine that copies, and that for the end of file.
package main

import (
	"bytes"
	"fmt"
	"os/exec"
)

func main() {
	var out bytes.Buffer
	child := exec.Command("role", "child", "sh", "-c", "role grandchild sleep infinity & exit 0")
	child.Stdout = &out
	fmt.Println(child.Run(), out.Len())
}
