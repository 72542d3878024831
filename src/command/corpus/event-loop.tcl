# Waits in the event loop for the lines of a helper, and looks at the clock every two minutes.
proc line {helper} { gets $helper }
proc tick {} { after 120000 tick }
set helper [open "|role helper cat" r+]
fconfigure $helper -blocking 0
fileevent $helper readable [list line $helper]
tick
vwait forever
