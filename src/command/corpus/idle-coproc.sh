# A helper that waits for the next request, and a shell that waits for something else.
coproc role helper cat
echo request >&"${COPROC[1]}"
read -r -u "${COPROC[0]}" answer
role timer sleep infinity
