# A build step that leaves a server running (here: sleep); its output is piped, as CI runners and ssh do.
sh -c 'sleep 1000 >/dev/null & echo started' 2>&1 | cat
