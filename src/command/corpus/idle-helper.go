// The helper waits for the next request, and a goroutine for the helper's end; main waits for a
// signal. From outside that looks like a wait for a child whose input is never closed.
package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
)

func main() {
	helper := exec.Command("role", "helper", "cat")
	stdin, err := helper.StdinPipe()
	if err != nil {
		panic(err)
	}
	stdout, err := helper.StdoutPipe()
	if err != nil {
		panic(err)
	}
	if err := helper.Start(); err != nil {
		panic(err)
	}
	fmt.Fprintln(stdin, "request")
	bufio.NewReader(stdout).ReadString('\n')
	go func() { fmt.Println(helper.Wait()) }()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	<-signals
}
