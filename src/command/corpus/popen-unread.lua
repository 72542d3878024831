-- Prints a long report into a viewer that has stopped reading.
local viewer = io.popen("exec role viewer sleep infinity", "w")
for _ = 1, 100000 do
  viewer:write("a line of the report, and another\n")
end
