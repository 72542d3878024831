# expect waits without a limit for the prompt of a program that takes its time to start.
cat >script <<'END'
set timeout -1
spawn -noecho role child sh -c {sleep 300; printf 'login: '; read name}
expect "login: "
END
exec expect script
