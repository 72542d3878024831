# All that the script prints goes through tee; and at the end the script waits for what it has
# started, tee among that, which reads to the end.
exec > >(exec role tee tee log) 2>&1
echo started
wait
