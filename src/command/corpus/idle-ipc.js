// A worker with a channel to its parent, and nothing to say.
const { fork } = require('child_process')
const fs = require('fs')

if (process.argv[2] === 'worker') {
	fs.appendFileSync(process.env.ROLES, `worker ${process.pid}\n`)
	process.on('message', () => {})
} else {
	fork(__filename, ['worker'], { stdio: ['pipe', 'pipe', 'pipe', 'ipc'] })
}
