// A daemon that nobody calls, with a goroutine that waits for the lines of a helper.
package main

import (
	"bufio"
	"net/http"
	"os/exec"
)

func main() {
	helper := exec.Command("role", "helper", "cat")
	helper.StdinPipe()
	output, _ := helper.StdoutPipe()
	helper.Start()
	go func() {
		for lines := bufio.NewScanner(output); lines.Scan(); {
		}
	}()
	http.ListenAndServe("127.0.0.1:0", nil)
}
