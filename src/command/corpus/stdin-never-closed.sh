coproc role child sort >/dev/null
printf 'b\na\n' >&"${COPROC[1]}"
wait "$COPROC_PID"
