// The context's end kills the shell alone; Wait waits for the goroutine that copies to the Buffer.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"time"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	var out bytes.Buffer
	child := exec.CommandContext(ctx, "role", "child", "sh", "-c", "role grandchild sleep infinity; exit")
	child.Stdout = &out
	fmt.Println(child.Run(), out.Len())
}
