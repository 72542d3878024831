// A throttled stream: it is paused, and a timer resumes it.
const { spawn } = require('child_process')

const child = spawn('role', ['child', 'python3', 'flood.py', '1', '268435456'])
child.stdout.on('data', () => {
	child.stdout.pause()
	setTimeout(() => child.stdout.resume(), 3600000)
})
