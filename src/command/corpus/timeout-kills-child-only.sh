# --foreground: the command itself is signalled, not its process group.
timeout --foreground -s KILL 0.3 role child sh -c 'role grandchild sleep infinity; exit' | role reader cat
