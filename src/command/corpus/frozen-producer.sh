# The container of the process that writes is paused, while it is at work.
role writer sh -c 'while :; do echo line; sleep 0.2; done' | role reader cat >/dev/null
