require 'open3'

# The output first, then the messages.
Open3.popen3('role', 'child', 'python3', 'flood.py', '2', '2097152') do |input, output, errors, _|
  input.close
  puts output.read.size
  puts errors.read.size
end
