import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { execa } from 'execa'
import { mountsBelow, processesWith } from './left-behind.ts'

const entry = path.resolve(import.meta.dirname, '../../../harness/cli.bundle.js')
const mark = 'ONEWRITER_PROOF_KILL'
/** One in so many is killed while it starts, and the others once something is mounted: how long that takes is the machine's. */
const earlyEvery = 4
const mostMillis = 3_000
const mountingMillis = 60_000
const lookMillis = 20
const patienceMillis = 2_000

export interface KillOptions {
  readonly target: string
  /** Where run directories are made. */
  readonly dir: string
  readonly times: number
  readonly seed: number
}

/** Kills harnesses at moments spread over their work, and tells what of each is there two seconds later. */
export async function killHarnesses(
  { target, dir, times, seed }: KillOptions,
  row: (isGood: boolean, what: string, figure: string) => void,
): Promise<void> {
  let mounted = 0
  const left: string[] = []
  for (let time = 1; time <= times; time += 1) {
    const id = randomUUID()
    const sizes = ['--writers=2', '--calls=1', '--sessions=1', '--strategy=random', '--no-predict']
    const harness = execa(
      process.execPath,
      [entry, 'explore', target, ...sizes, '--bail=0', '--max-time=10m', `--dir=${dir}`],
      { reject: false, stdio: 'ignore', env: { [mark]: id } },
    )
    // Moments that are nowhere near each other: multiples of the golden ratio, modulo 1.
    const part = ((time + seed) * 0.618_033_988_75) % 1
    const isEarly = time % earlyEvery === 0
    if (!isEarly)
      for (let waited = 0; waited < mountingMillis && mountsBelow(dir).length === 0; waited += lookMillis)
        await pause(lookMillis)
    await pause(part * mostMillis)
    if (mountsBelow(dir).length > 0) mounted += 1
    harness.kill('SIGKILL')
    await harness
    await pause(patienceMillis)
    left.push(...processesWith(`${mark}=${id}`), ...mountsBelow(dir), ...fs.readdirSync(dir))
  }
  row(mounted > times / 2, `harnesses killed, of ${times}, while programs were served`, String(mounted))
  row(left.length === 0, `left ${patienceMillis / 1000} s after each kill`, left.join(', ') || 'nothing')
}
