import { explore } from '../../harness/engine/explore/explore.ts'
import { pins } from '../../harness/processes/cores.ts'
import { checkOptions } from '../../harness/settings/settings.ts'
import { floorMicros } from './floor.ts'
import { benchTarget, measureSpawning } from './race.ts'
import { ResidentMemory } from '../processes/resident-memory.ts'

const writers = 3
/** The first executions warm the processes up, and are left out of the rates. */
const warmUp = 4_000
const measured = 12_000
const longRun = 50_000
const spawnedRounds = 20

interface Explored {
  readonly executions: number
  readonly steps: number
  readonly millis: number
}

async function exploreFor(executions: number, cores: number, memory?: ResidentMemory): Promise<Explored> {
  const { settings } = checkOptions({ writers, calls: 1, sessions: 1, seed: 1, executions, maxTime: '10m' })
  const hooks = {
    onProgress: memory ? ({ executions: done }: { executions: number }) => memory.sample(done) : undefined,
  }
  const result = await explore(benchTarget, settings, hooks, { cores })
  if (result.verdict !== 'holds')
    throw new Error(`the bench's target ${result.verdict}: ${JSON.stringify(result.problems)}`)
  return { executions: result.executions, steps: result.steps, millis: result.elapsedMs }
}

/** What is left when a short run is taken from a long one: start, warm-up and end have gone. */
async function steadyRate(cores: number): Promise<{ perSecond: number; microsPerStep: number }> {
  const short = await exploreFor(warmUp, cores)
  const long = await exploreFor(warmUp + measured, cores)
  const millis = long.millis - short.millis
  return {
    perSecond: ((long.executions - short.executions) / millis) * 1000,
    microsPerStep: (millis * 1000) / (long.steps - short.steps),
  }
}

const times = (ratio: number) => `${ratio.toFixed(ratio < 10 ? 2 : 0)} times`

/** Steps, executions and memory of explore, for three writers with one call of temp + rename each. */
export async function benchExplore(): Promise<string> {
  const floor = floorMicros()
  const one = await steadyRate(1)
  const cores = pins().length
  const all = await steadyRate(cores)
  const spawned = await measureSpawning(spawnedRounds, writers)
  const memory = new ResidentMemory()
  await exploreFor(longRun, 1, memory)
  return `floor       ${floor.toFixed(1)} µs a step: a hand-off between two bare processes on one core, and its system call
step        ${one.microsPerStep.toFixed(1)} µs with all that explore does: ${times(one.microsPerStep / floor)} the floor
executions  ${one.perSecond.toFixed(0)}/s on one core, ${all.perSecond.toFixed(0)}/s on ${cores}: ${times(all.perSecond / one.perSecond)}
            ${spawned.toFixed(1)}/s when each round spawns its ${writers} processes: explore does ${times(all.perSecond / spawned)} that
memory      ${memory.table([1_000, longRun])}`
}
