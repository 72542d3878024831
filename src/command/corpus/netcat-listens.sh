# Takes messages from whoever connects; nobody has so far.
role listener nc -lU messages | role reader sh -c 'while read -r line; do echo "$line"; done'
