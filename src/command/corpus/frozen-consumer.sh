# The container of the process that reads is paused.
role writer yes 'a line' | role reader cat >/dev/null
