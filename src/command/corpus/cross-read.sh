# Each waits for the other to speak first.
mkfifo ab ba
role one bash -c 'exec 3>ab 4<ba; read -r line <&4; echo hello >&3' &
role two bash -c 'exec 3<ab 4>ba; read -r line <&3; echo hello >&4' &
wait
