<?php
// Looks after a worker with stream_select(), which gives up once a minute to do its chores.
$child = proc_open(['role', 'worker', 'cat'], [0 => ['pipe', 'r'], 1 => ['pipe', 'w']], $pipes);
while (true) {
    $read = [$pipes[1]];
    $none = null;
    if (stream_select($read, $none, $none, 60)) {
        fread($pipes[1], 8192);
    }
}
