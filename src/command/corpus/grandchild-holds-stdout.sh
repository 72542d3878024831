# The substitution ends with the end of file, and not with the command.
started=$(role grandchild sleep infinity & echo started)
echo "$started"
