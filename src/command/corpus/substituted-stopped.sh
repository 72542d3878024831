# The program behind a process substitution was stopped at once, because it asked the terminal for
# something from the background. (Here it is stopped by hand.) Who reads from it waits.
role reader cat <(exec role meter sh -c 'kill -STOP $$; exec pv -q /etc/passwd') >/dev/null
