// What a child's standard output is, by what cmd.Stdout is.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
)

func main() {
	number := regexp.MustCompile("[0-9]+")
	before := runtime.NumGoroutine()

	var buffer bytes.Buffer
	cmd := exec.Command("sh", "-c", "readlink /proc/self/fd/1; sleep 0.2")
	cmd.Stdout = &buffer
	cmd.Start()
	fmt.Println("goroutines more while it runs:", runtime.NumGoroutine()-before)
	cmd.Wait()
	fmt.Print("*bytes.Buffer: ", number.ReplaceAllString(buffer.String(), "N"))

	file, _ := os.Create("/tmp/folklore.out")
	defer os.Remove(file.Name())
	cmd = exec.Command("readlink", "/proc/self/fd/1")
	cmd.Stdout = file
	cmd.Run()
	text, _ := os.ReadFile(file.Name())
	fmt.Print("*os.File: ", string(text))
}
