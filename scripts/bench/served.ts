import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { explore } from '../../harness/engine/explore/explore.ts'
import { serving } from '../../harness/processes/serving/serving.ts'
import { checkOptions } from '../../harness/settings/settings.ts'
import { median, millisOf } from './figures.ts'
import { programsIn, targetOf } from './served/programs.ts'
import { bareMicros, servedFigures, type Loop } from './served/steps.ts'

const writers = 2
/** The first executions start a controller and its mounts, and are left out of the rates. */
const warmUp = 20
const measured = 100
const spawnedRounds = 60

async function millisFor(target: string, executions: number): Promise<number> {
  const sizes = { writers, calls: 1, sessions: 1, readers: 0, seed: 1, strategy: 'random' } as const
  const { settings } = checkOptions({ ...sizes, executions, maxTime: '10m', predict: false })
  const result = await explore(target, settings, {}, { cores: 1 })
  if (result.verdict === 'inconclusive' || result.executions !== executions)
    throw new Error(`the bench's target: ${result.verdict} ${JSON.stringify(result.problems)}`)
  return result.elapsedMs
}

async function exploredPerSecond(target: string): Promise<number> {
  const short = await millisFor(target, warmUp)
  return (measured / ((await millisFor(target, warmUp + measured)) - short)) * 1000
}

/** What a script without a harness does: spawn the writers of a round side by side, and wait for them. */
async function spawnedPerSecond([program = '', ...args]: readonly string[], dir: string): Promise<number> {
  const file = path.join(dir, 'spawned.json')
  const run = () =>
    new Promise((resolve) => {
      const child = spawn(program, [...args, file], { stdio: ['pipe', 'ignore', 'inherit'] })
      child.once('close', resolve)
      child.stdin?.end('{}')
    })
  const rounds: number[] = []
  for (let round = 0; round < spawnedRounds; round += 1)
    rounds.push(await millisOf(() => Promise.all(Array.from({ length: writers }, run))))
  return 1000 / median(rounds)
}

const what: Readonly<Record<Loop, string>> = {
  stat: 'stat',
  append: 'write of 1 KiB',
  rename: 'rename',
  threads: 'stat, by Node',
}

/** What it costs to hold any program at each step: a step, an execution, a mount. */
export async function benchServed(): Promise<string> {
  const how = serving()
  if (how.by === null) return `served      not here: ${how.why}`
  const scratch = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'served-'))
  try {
    const { micros, mountMillis, emptyMicros } = await servedFigures(scratch)
    const steps = (Object.keys(what) as Loop[]).map((loop) => {
      const bare = bareMicros(loop, scratch)
      return `${what[loop].padEnd(16)} ${micros[loop].toFixed(0).padStart(4)} µs a step, ${bare.toFixed(2)} µs as a bare system call`
    })
    const rows: string[] = []
    for (const [name, argv] of programsIn(scratch)) {
      const spawned = await spawnedPerSecond(argv, scratch)
      const held = await exploredPerSecond(targetOf(scratch, name, argv))
      rows.push(
        `${name.padEnd(8)} ${held.toFixed(1).padStart(5)}/s on one core, ${spawned.toFixed(1)}/s where a plain loop spawns them on all`,
      )
    }
    return `step        ${steps.join('\n            ')}
executions  ${rows.join('\n            ')}
            of ${writers} programs with one call each, as ${how.by}
a run       ${mountMillis.toFixed(0)} ms to mount for a writer, once; ${emptyMicros.toFixed(1)} µs to empty the directory for the next execution`
  } finally {
    fs.rmSync(scratch, { recursive: true })
  }
}
