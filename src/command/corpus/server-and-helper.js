// A web server that nobody calls, with a helper that waits for its next request.
const { spawn } = require('child_process')

const helper = spawn('role', ['helper', 'cat'])
helper.stdout.on('data', () => {})
require('http').createServer((request, response) => {
  helper.stdin.write(request.url + '\n')
  response.end()
}).listen(0, '127.0.0.1')
