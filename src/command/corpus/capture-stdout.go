// A test captures what a function prints, in a pipe that it reads when the function has returned.
package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	read, write, _ := os.Pipe()
	stdout := os.Stdout
	os.Stdout = write
	for i := 0; i < 100000; i++ {
		fmt.Println("a line of the report, number", i)
	}
	write.Close()
	os.Stdout = stdout
	text, _ := io.ReadAll(read)
	fmt.Println(len(text))
}
