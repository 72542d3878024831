# Threads wait for jobs, and a thread reads the lines of a helper that has nothing to say yet.
queue = Queue.new
helper = IO.popen(["role", "helper", "sleep", "infinity"])
workers = Array.new(2) { Thread.new { queue.pop } }
workers << Thread.new { helper.each_line { |line| queue << line } }
workers.each(&:join)
