import * as fc from 'fast-check'
import { Exhaustive } from '../../../harness/strategies/exhaustive.ts'
import { Unreduced } from '../unreduced.ts'
import { anyPrograms } from './programs.ts'
import { endsOf } from './search.ts'

type Row = (isGood: boolean, what: string, figure: string) => void

const mostSteps = 4

/** Generated programs of two writers: the search ends as every single interleaving does. */
export function compareGenerated(seed: number, programs: number, row: Row): void {
  console.log('\ngenerated programs: the search beside every single interleaving')
  let [searched, all] = [0, 0]
  const details = fc.check(
    fc.property(anyPrograms(mostSteps), (both) => {
      const [search, unreduced] = [new Exhaustive({ boundedPasses: 0 }), new Unreduced()]
      const isSame = endsOf(both, search).join('\n\n') === endsOf(both, unreduced).join('\n\n')
      searched += search.executions
      all += unreduced.executions
      return isSame
    }),
    { numRuns: programs, seed },
  )
  const figure = details.failed
    ? `differs for ${JSON.stringify(details.counterexample)}`
    : `${programs} programs, ${searched} executions of ${all}`
  row(!details.failed, `2 writers, up to ${mostSteps} steps each`, figure)
}
