import { expect, test } from 'vitest'
import { oracles } from '../../harness/oracles/index.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { everyWorkload, type Space } from '../../harness/workload/every-workload.ts'
import { knownBadPrograms, type KnownBadPrograms } from '../support/known-bad-programs.ts'
import { programs, type Call } from '../support/programs.ts'
import { accessWithout, search } from '../support/simulated-search.ts'
import { unequalText, type SimulationOptions } from '../support/simulation.ts'
import { Unreduced } from '../support/unreduced.ts'

const names = oracles.map(({ name }) => name)

/**
 * Each write is one chunk where there are more than two calls, and a writer may leave out a step: three writers that
 * rename what they have written in two chunks have 756,756 interleavings.
 */
const sizes = [
  { writers: 2, calls: 1, chunks: 2 },
  { writers: 2, calls: 2, chunks: 1 },
  { writers: 3, calls: 1, chunks: 1 },
]

type Size = (typeof sizes)[number]

/** Every workload of a size, up to the order of its writers, as a simulation. */
function simulationsOf({ calls, shorter, read }: KnownBadPrograms, size: Size): SimulationOptions[] {
  const known = size.writers * size.calls > 2 ? (shorter ?? calls) : calls
  const space: Space = { writers: size.writers, calls: size.calls, sessions: 1 }
  return everyWorkload(space, Object.keys(known)).map(({ writers }) => ({
    programs: programs(
      writers.map((plans) => plans.map(({ operation }) => known[operation] as Call)),
      unequalText,
      size.chunks,
    ),
    textOf: unequalText,
    oracles: names,
    read,
  }))
}

const all = knownBadPrograms.flatMap((target) =>
  sizes.map((size) => {
    const simulations = simulationsOf(target, size)
    return { name: target.name, writers: size.writers, calls: size.calls, chunks: size.chunks, simulations }
  }),
)

const everything = new Map<SimulationOptions, { readonly found: string[]; readonly executions: number }>()

/** What every single interleaving shows: nothing is left out, and no two states are taken for one. */
function everythingOf(simulation: SimulationOptions) {
  let known = everything.get(simulation)
  if (!known) {
    const unreduced = new Unreduced()
    known = { found: search(simulation, unreduced), executions: unreduced.executions }
    everything.set(simulation, known)
  }
  return known
}

test.each(all)(
  '$name, $writers × $calls, chunks a write: $chunks: every workload finds what every single interleaving shows',
  ({ simulations }) => {
    for (const simulation of simulations) {
      const { found, executions } = everythingOf(simulation)
      const strategy = new Exhaustive({ boundedPasses: 0 })
      expect(search(simulation, strategy)).toEqual(found)
      expect(strategy.executions).toBeLessThan(executions)
    }
  },
)

test.each(knownBadPrograms)('$name: some workload violates an oracle', ({ name }) => {
  const simulations = all.flatMap((each) => (each.name === name ? each.simulations : []))
  expect(simulations.flatMap((each) => everythingOf(each).found).join('; ')).toContain('violates')
})

/** Whether a comparison above notices a relation of steps that lacks something. */
function isNoticed(words: string): boolean {
  const accessOf = accessWithout(words)
  return all
    .flatMap(({ simulations }) => simulations)
    .some((simulation) => {
      const found = search({ ...simulation, accessOf }, new Exhaustive({ boundedPasses: 0 }))
      return found.join('\n') !== everythingOf(simulation).found.join('\n')
    })
}

test.each([
  ['what is written into one file', 'data'],
  ['what is given one name', 'entry'],
])('a relation of steps without %s is noticed', (_, words) => {
  expect(isNoticed(words)).toBe(true)
})
