const { spawn } = require('child_process')

const child = spawn('seq', ['1000000'])
child.on('exit', () => child.stdout.on('data', (text) => process.stdout.write(text)))
