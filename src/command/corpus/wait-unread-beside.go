// As wait-unread, but with a goroutine beside it that is alive and, for all one can see, might read.
package main

import (
	"fmt"
	"os/exec"
	"time"
)

func main() {
	child := exec.Command("role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none")
	if _, err := child.StdoutPipe(); err != nil {
		panic(err)
	}
	if err := child.Start(); err != nil {
		panic(err)
	}
	go func() {
		for range time.Tick(100 * time.Millisecond) {
		}
	}()
	fmt.Println(child.Wait())
}
