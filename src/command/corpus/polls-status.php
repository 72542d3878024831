<?php
// Looks ten times a second whether the child has ended, and reads its output only then.
$child = proc_open(['role', 'child', 'python3', 'flood.py', '1', '2097152'], [1 => ['pipe', 'w']], $pipes);
while (proc_get_status($child)['running']) {
    usleep(100000);
}
stream_get_contents($pipes[1]);
proc_close($child);
