# tee's second reader stores each block slowly; so all wait for it.
mkfifo copy
role sink sh -c 'while read -r line; do sleep 60; done' <copy &
role writer yes 'a line' | role tee tee copy >/dev/null
