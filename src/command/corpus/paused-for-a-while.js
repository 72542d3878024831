// Reads the output of a child in gulps, with a rest of two minutes between them.
const { spawn } = require('child_process')

const child = spawn('role', ['child', 'yes', 'a line'], { stdio: ['ignore', 'pipe', 'inherit'] })
child.stdout.on('data', () => {
  child.stdout.pause()
  setTimeout(() => child.stdout.resume(), 120000)
})
