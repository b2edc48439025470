/**
 * What people write today, as a program: two users of a target in one process, all at once, again and again, each time in
 * an empty directory; and a reader that looks whenever it has its turn. Prints after how many rounds it failed, and how
 * many of them did.
 *
 * Usage: `plain-loop.js TARGET MOST_ROUNDS MOST_MILLIS FAILURES_ENOUGH`
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { installTypeScript } from '../../harness/typescript/install.ts'
import type { Target } from '../../harness/model/target.ts'
import { playRound } from './plain-round.ts'

const [file = '', mostRounds, mostMillis, enough] = process.argv.slice(2)
installTypeScript()
const { default: target } = (await import(pathToFileURL(path.resolve(file)).href)) as { default: Target }
const root = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'plain-loop-'))
const started = performance.now()
let [rounds, failures, first, firstMillis] = [0, 0, 0, 0]
try {
  while (
    rounds < Number(mostRounds) &&
    failures < Number(enough) &&
    performance.now() - started < Number(mostMillis)
  ) {
    rounds += 1
    const dir = path.join(root, String(rounds))
    fs.mkdirSync(dir)
    if ((await playRound(target, dir)) !== null) {
      failures += 1
      if (failures === 1) [first, firstMillis] = [rounds, performance.now() - started]
    }
    fs.rmSync(dir, { recursive: true, force: true })
  }
} finally {
  fs.rmSync(root, { recursive: true, force: true })
}
process.stdout.write(JSON.stringify({ rounds, failures, first, firstMillis }))
