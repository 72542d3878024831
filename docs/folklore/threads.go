// How many threads a hundred goroutines take that wait in a read of a pipe.
package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

func threads() (n int) {
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		fmt.Sscanf(line, "Threads: %d", &n)
	}
	return n
}

func main() {
	var keep []*os.File
	for i := 0; i < 100; i++ {
		r, w, _ := os.Pipe()
		keep = append(keep, r, w)
		go r.Read(make([]byte, 1))
	}
	time.Sleep(500 * time.Millisecond)
	fmt.Println("100 reads of os.Pipe: more than 50 threads:", threads() > 50)

	for i := 0; i < 100; i++ {
		var fds [2]int
		syscall.Pipe(fds[:]) // blocking, as one that was inherited is
		go syscall.Read(fds[0], make([]byte, 1))
	}
	time.Sleep(500 * time.Millisecond)
	fmt.Println("100 reads of a blocking descriptor: more than 100 threads:", threads() > 100)
	_ = keep
}
