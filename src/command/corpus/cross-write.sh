# Each has much to say, and reads the other's only then.
mkfifo ab ba
role one bash -c 'exec 3>ab 4<ba; printf %2097152s x >&3; wc -c <&4' &
role two bash -c 'exec 3<ab 4>ba; printf %2097152s x >&4; wc -c <&3' &
wait
