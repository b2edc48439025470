import { commandTarget } from 'onewriter'

const save = `
  const text = require('node:fs').readFileSync(0)
  require('node:fs/promises').writeFile(process.argv[1], text)`

/** Node's `writeFile`, in a process of its own for each call. */
export default commandTarget({ command: ({ file }) => ['node', '-e', save, file], input: 'stdin' })
