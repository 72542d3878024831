// A server that nobody calls, and a quiet child whose output is listened to.
const { spawn } = require('child_process')

require('http').createServer().listen(0, '127.0.0.1')
spawn('role', ['child', 'sleep', 'infinity']).stdout.on('data', () => {})
