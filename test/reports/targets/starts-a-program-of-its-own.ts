import { spawn } from 'node:child_process'
import path from 'node:path'
import { defineTarget } from 'onewriter'
import { valueIn } from './parts/map-file.ts'

const program = path.join(import.meta.dirname, 'set_one_key.py')

/** Report 17, mended, called from Node: the program works under a lock; what it does is beyond control all the same. */
export default defineTarget({
  open({ dir }) {
    const file = path.join(dir, 'store.json')
    return { file: () => file, calls: { set: ({ session, text }) => run([file, session, '--locked'], text) } }
  },
  read: valueIn,
  oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale'],
})

function run(args: readonly string[], stdin: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', [program, ...args], { stdio: ['pipe', 'ignore', 'inherit'] })
    child.stdin.end(stdin)
    child.on('error', reject)
    child.on('close', (status) => (status === 0 ? resolve() : reject(new Error(`status ${status}`))))
  })
}
