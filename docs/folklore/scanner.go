// A SplitFunc that leaves lines out by returning no token, as its documentation allows.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
)

func withoutDebug(data []byte, atEOF bool) (int, []byte, error) {
	advance, token, err := bufio.ScanLines(data, atEOF)
	if bytes.HasPrefix(token, []byte("DEBUG")) {
		return advance, nil, err
	}
	return advance, token, err
}

func main() {
	for _, text := range []string{"DEBUG\none\ntwo\n", "DEBUG\nDEBUG\none\ntwo\n"} {
		scanner := bufio.NewScanner(strings.NewReader(text))
		scanner.Split(withoutDebug)
		fmt.Printf("%q:", text)
		for scanner.Scan() {
			fmt.Printf(" %q", scanner.Text())
		}
		fmt.Println(", error", scanner.Err())
	}
}
