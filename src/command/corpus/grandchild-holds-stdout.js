// 'exit' has come long ago, 'close' waits for the end of the output; exec calls back then.
const { exec } = require('child_process')

exec('role grandchild sleep infinity & exit 0', (error, stdout) => console.log(stdout))
