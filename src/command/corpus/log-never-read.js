// Starts another program of Node, which logs a lot, and waits for its end without reading its log.
const { spawn } = require('child_process')

if (process.argv[2] === 'child') {
  for (let i = 0; i < 100000; i++) console.log('a line of the log, number ' + i)
  require('fs').appendFileSync(process.env.ROLES, `logged ${process.pid}\n`)
} else {
  const child = spawn('role', ['child', process.execPath, __filename, 'child'], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.on('exit', (code) => { console.log(code); child.stdout.resume() })
}
