import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const lookEveryMillis = 50

/**
 * Kills a shard that is at work, once.
 *
 * @param dir where its result is to be
 * @returns what was killed
 * @throws Error where it was over before.
 */
export async function killHalfWay(dir: string, shard: number, stop: AbortSignal): Promise<number> {
  const result = path.join(dir, `shards/${shard}.json`)
  for (; !stop.aborted; await sleep(lookEveryMillis)) {
    if (fs.existsSync(result)) throw new Error(`shard ${shard} was over before it could be killed`)
    const harness = processes().find(({ words, cwd }) => cwd === dir && isHarness(words, shard))
    // It has controllers that explore.
    const isAtWork = processes().some(
      ({ parent, words }) =>
        parent === harness?.pid && words.some((word) => word.endsWith('controller/main.bundle.js')),
    )
    if (!harness || !isAtWork) continue
    process.kill(harness.pid, 'SIGKILL')
    return harness.pid
  }
  throw new Error('nothing was killed')
}

function isHarness([program = '', ...words]: readonly string[], shard: number): boolean {
  return (
    path.basename(program) === 'node' &&
    words[0]?.endsWith('.bin/onewriter') === true &&
    words.includes(`--reporter=json:shards/${shard}.json`)
  )
}

interface Seen {
  readonly pid: number
  readonly parent: number
  readonly words: readonly string[]
  readonly cwd: string
}

/** https://man7.org/linux/man-pages/man5/proc.5.html */
function processes(): Seen[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const words = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
      const [, parent = 0] = /^PPid:\s*(\d+)/m.exec(fs.readFileSync(`/proc/${name}/status`, 'utf8')) ?? []
      return { pid: Number(name), parent: Number(parent), words, cwd: fs.readlinkSync(`/proc/${name}/cwd`) }
    } catch {
      // It has ended meanwhile.
      return []
    }
  })
}
