# A shell takes a line, and rests for half a second.
role writer yes | role reader bash -c 'while read -r line; do sleep 0.5; done'
