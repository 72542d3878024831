// Runs tests in a worker, which is stopped by a signal; its starter waits for its message.
const { fork } = require('child_process')

if (process.env.ROLE === 'worker') {
  require('fs').appendFileSync(process.env.ROLES, `worker ${process.pid}\n`)
  process.on('message', () => process.kill(process.pid, 'SIGSTOP'))
} else {
  const worker = fork(__filename, [], { env: { ...process.env, ROLE: 'worker' } })
  worker.on('message', () => worker.kill())
  worker.send('run')
}
