# Asks before each step, and yes(1) answers; a step takes its time.
answers = IO.popen(["role", "answers", "yes"])
while answers.gets
  sleep 120
end
