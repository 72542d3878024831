<?php
// Reads the output of a command that has not printed anything yet, and is at it.
$child = proc_open(['role', 'child', 'sh', '-c', 'sleep 300; echo done'], [1 => ['pipe', 'w']], $pipes);
stream_get_contents($pipes[1]);
proc_close($child);
