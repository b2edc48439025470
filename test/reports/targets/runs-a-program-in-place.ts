import path from 'node:path'
import { commandTarget } from 'onewriter'
import { valueIn } from './parts/map-file.ts'

const program = path.join(import.meta.dirname, 'set_one_key.py')

/** Report 17: a program in Python sets one key of a shared file, in place. */
export default commandTarget({
  command: ({ file, session }) => ['python3', program, file, session],
  input: 'stdin',
  file: ({ dir }) => path.join(dir, 'store.json'),
  read: valueIn,
  oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale'],
})
