import * as fc from 'fast-check'
import { faultMenu } from '../../../harness/faults/index.ts'
import { Exhaustive } from '../../../harness/strategies/exhaustive.ts'
import { Unreduced } from '../unreduced.ts'
import { anyPrograms } from './programs.ts'
import { endsOf, type Faults } from './search.ts'

type Row = (isGood: boolean, what: string, figure: string) => void

interface Kind {
  readonly what: string
  readonly mostSteps: number
  readonly hasLinks?: boolean
  readonly faults?: Faults
  /** The search leaves out what makes no difference. */
  readonly reduced?: boolean
  /** Of so many programs that were asked for, one is of this kind. */
  readonly oneIn: number
}

const mostSteps = 4
/** One fault an execution, as searches usually have it: a kill, an error, or a write that is cut short. */
export const anyFault: Faults = { menu: faultMenu(['kill', 'errno', 'short-write']), most: 1 }
/** Of those, the ones that have to do with no more than the steps which they strike. */
export const faultOfOneStep: Faults = { menu: faultMenu(['errno', 'short-write']), most: 1 }
/** Two of these in one execution. */
export const twoOfOneStep: Faults = { ...faultOfOneStep, most: 2 }
const kinds: readonly Kind[] = [
  { what: `2 writers, up to ${mostSteps} steps each`, mostSteps, oneIn: 1 },
  { what: `the same with symbolic links`, mostSteps, hasLinks: true, oneIn: 4 },
  {
    what: 'up to 3 steps each, a fault at any of them',
    mostSteps: 3,
    hasLinks: true,
    faults: anyFault,
    reduced: false,
    oneIn: 100,
  },
  {
    what: 'the same, and the search leaves orders out',
    mostSteps: 3,
    hasLinks: true,
    faults: faultOfOneStep,
    oneIn: 100,
  },
  {
    what: 'up to 2 steps each, errors or short writes at any two of them, and the search leaves orders out',
    mostSteps: 2,
    faults: twoOfOneStep,
    oneIn: 100,
  },
]

/** Generated programs of two writers: the search ends as every single interleaving does. */
export function compareGenerated(seed: number, programs: number, row: Row): void {
  console.log('\ngenerated programs: the search beside every single interleaving')
  for (const kind of kinds) compare(kind, { seed, numRuns: Math.ceil(programs / kind.oneIn) }, row)
}

function compare(
  { what, mostSteps: most, hasLinks, faults, reduced = true }: Kind,
  { seed, numRuns }: { seed: number; numRuns: number },
  row: Row,
): void {
  let [searched, all] = [0, 0]
  const details = fc.check(
    fc.property(anyPrograms(most, hasLinks), (both) => {
      const search = new Exhaustive({ boundedPasses: 0, reduced })
      const unreduced = new Unreduced()
      const [found, expected] = [search, unreduced].map((each) => endsOf(both, each, {}, faults).join('\n\n'))
      searched += search.executions
      all += unreduced.executions
      return found === expected
    }),
    { numRuns, seed },
  )
  const figure = details.failed
    ? `differs for ${JSON.stringify(details.counterexample)}`
    : `${numRuns} programs, ${searched} executions of ${all}`
  row(!details.failed, what, figure)
}
