# Asks a filter and waits for its answer, but the question still is in Tcl's own buffer.
set filter [open "|role filter cat" r+]
puts $filter "hello"
gets $filter
