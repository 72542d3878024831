-- Reads the output of a command to its end; what the command has left in the background holds it.
local out = io.popen("(role daemon sleep infinity &) ; echo started")
print(out:read("a"))
