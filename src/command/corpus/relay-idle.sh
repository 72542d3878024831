# A relay, and nothing to relay yet.
role writer sleep 86400 | role relay socat -u STDIN STDOUT | role reader cat
