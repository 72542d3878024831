# The output is read to its end first; the child logs more to its standard error than a pipe holds.
require "open3"
Open3.popen3("role", "child", "python3", "flood.py", "2", "2097152") do |input, output, errors, _|
  input.close
  output.read
  errors.read
end
