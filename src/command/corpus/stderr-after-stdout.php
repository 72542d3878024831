<?php
// The output is read to its end first; the child logs more to its standard error than a pipe holds.
$words = ['role', 'child', 'python3', 'flood.py', '2', '2097152'];
$child = proc_open($words, [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes);
stream_get_contents($pipes[1]);
stream_get_contents($pipes[2]);
proc_close($child);
