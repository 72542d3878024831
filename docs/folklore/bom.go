package main

import (
	"fmt"
	"unicode/utf8"
)

func main() { fmt.Println("utf8.ValidString:", utf8.ValidString("\xef\xbb\xbfname,value")) }
