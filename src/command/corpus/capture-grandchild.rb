require 'open3'

# The command has ended, but not the server that it started.
puts Open3.capture2('role', 'child', 'sh', '-c', 'role grandchild sleep infinity & echo started')
