// The answers are listened for. What is logged to the other pipe is not.
const { spawn } = require('child_process')

const child = spawn('role', ['child', 'python3', 'flood.py', '2', '8388608'])
child.stdout.on('data', (answer) => console.log(answer.length))
