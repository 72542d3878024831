// Node gives its children socketpairs for pipes. A stream without a listener is not read, and a
// socket is full after few of a child's small writes.
const { spawn } = require('child_process')

const child = spawn('role', ['child', 'dd', 'if=/dev/zero', 'bs=512', 'count=16384', 'status=none'])
child.on('exit', () => child.stdout.on('data', (chunk) => process.stdout.write(chunk)))
