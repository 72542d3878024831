# exec reads the output of a command to its end; what the command has left in the background holds it.
exec role child sh -c {role daemon sleep infinity & echo started}
