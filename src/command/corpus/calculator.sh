# A calculator as a coprocess; the script asks it when it gets a command through its control FIFO.
mkfifo control
coproc role calculator bc -q
exec 3<>control
while read -r question <&3; do
	echo "$question" >&"${COPROC[1]}"
	read -r answer <&"${COPROC[0]}"
done
