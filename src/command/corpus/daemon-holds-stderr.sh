# As with `ssh host 'daemon >/dev/null &'`: stdout was thought of, stderr was not.
sh -c 'role daemon sleep infinity >/dev/null & exit 0' 2>&1 | role reader cat
