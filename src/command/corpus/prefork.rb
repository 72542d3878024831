require 'socket'

# A master that sleeps on its self-pipe, and two workers that wait for a caller.
listening = TCPServer.new('127.0.0.1', 0)
awake, waker = IO.pipe
trap(:CHLD) { waker.write_nonblock('.') }
2.times do |number|
  fork do
    File.write(ENV['ROLES'], "worker#{number} #{$$}\n", mode: 'a')
    listening.accept
  end
end
IO.select([awake])
