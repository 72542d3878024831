-- Takes what a command prints line by line, and the command prints one line a day.
for line in io.popen("exec role ticker sh -c 'while :; do sleep 86400; echo one; done'"):lines() do
  print(line)
end
