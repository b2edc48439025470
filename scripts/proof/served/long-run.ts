import fs from 'node:fs'
import { explore } from '../../../harness/engine/explore/explore.ts'
import { checkOptions } from '../../../harness/settings/settings.ts'
import { allBegun, controllers } from '../../processes/own-processes.ts'
import { ResidentMemory } from '../../processes/resident-memory.ts'
import { descriptorsOf, mountsBelow } from './left-behind.ts'

interface Sample {
  readonly executions: number
  readonly descriptors: number
  readonly processes: number
}

/** Of a run, the first and the last so many executions are compared. */
const compared = 500
/** What a controller remembers of its executions is bounded, and not all of it is there at once. */
const mostGrowth = 1.5

export interface LongRunOptions {
  readonly target: string
  /** Where the run directory is made. */
  readonly dir: string
  readonly executions: number
  readonly seed: number
}
type Row = (isGood: boolean, what: string, figure: string) => void

/** Carries out many executions, and tells what is more at their end than at their beginning, and what is left after it. */
export async function runLong({ target, dir, executions, seed }: LongRunOptions, row: Row): Promise<void> {
  const samples: Sample[] = []
  const memory = new ResidentMemory()
  const onProgress = ({ executions: done }: { readonly executions: number }) => {
    const descriptors = descriptorsOf(controllers())
    // It has not begun yet, or has come to its end.
    if (descriptors === 0) return
    samples.push({ executions: done, descriptors, processes: allBegun().length })
    memory.sample(done)
  }
  const sizes = { writers: 2, calls: 1, sessions: 1, readers: 0, strategy: 'random', predict: false } as const
  const { settings } = checkOptions({
    ...sizes,
    seed,
    executions,
    maxTime: '24h',
    oracle: ['calls-succeed'],
    dir,
  })
  const result = await explore(target, settings, { onProgress }, { cores: 1 })
  const left = [...allBegun(), ...mountsBelow(dir), ...fs.readdirSync(dir)]
  const perSecond = (result.executions / result.elapsedMs) * 1000
  const isWhole = result.verdict === 'holds' && result.executions === executions
  const problems = result.problems.map(({ message }) => message).join('; ')
  row(
    isWhole,
    'a C program, 2 writers',
    `${result.executions} executions, ${perSecond.toFixed(1)}/s ${problems}`,
  )
  for (const what of ['descriptors', 'processes'] as const) {
    const first = leastOf(samples, what, (done) => done > 0 && done <= compared)
    const last = leastOf(samples, what, (done) => done >= executions - compared)
    row(last <= first, `${what} at the beginning and at the end`, `${first} and ${last}`)
  }
  const told = memory.table([compared, executions])
  row(memory.growth([compared, executions]) < mostGrowth, 'memory', told)
  row(left.length === 0, 'mounts, processes and directories left', left.join(', ') || 'none')
}

/** What is only there for a moment does not count. */
function leastOf(
  samples: readonly Sample[],
  what: 'descriptors' | 'processes',
  isChosen: (executions: number) => boolean,
): number {
  return Math.min(...samples.filter(({ executions }) => isChosen(executions)).map((each) => each[what]))
}
