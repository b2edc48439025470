import fc from 'fast-check'
import { differenceIn, places, textOf, type Coverage } from '../file-system/compare.ts'
import { fileSteps } from '../file-system/generate.ts'
import { reachable, reached } from '../file-system/reachable.ts'

type Row = (isGood: boolean, what: string, figure: string) => void

/** The file system in memory beside the kernel's: sequences of operations in both, and which errors came up. */
export function holdFileSystem(options: { sequences: number; seed: number }, row: Row): void {
  const { sequences, seed } = options
  const coverage: Coverage = new Map()
  console.log('\nsequences of up to 60 operations, in memory and in a real directory')
  for (const place of places) {
    const found = fc.check(
      fc.property(fileSteps, (steps) => {
        const difference = differenceIn(steps, place, coverage)
        if (difference !== null) throw new Error(difference)
      }),
      { numRuns: sequences, seed },
    )
    const steps = (found.counterexample?.[0] ?? []).map(textOf)
    const reason = found.errorInstance instanceof Error ? found.errorInstance.message : ''
    const figure = found.failed
      ? [`differs after ${found.numRuns}`, reason, ...steps]
      : [`${sequences} alike`]
    row(!found.failed, place.parent, figure.join('\n     '))
  }
  const met = reached(coverage)
  for (const [op, expected] of Object.entries(reachable)) {
    const errors = met[op]?.toSorted() ?? []
    const isGood = errors.join() === expected.toSorted().join()
    const counted = errors.map((error) => `${error} ${coverage.get(`${op} ${error}`)}`)
    row(isGood, op, [`${coverage.get(op) ?? 0} done`, ...counted].join(', '))
  }
  const unknown = [...coverage].filter(([what]) => what.endsWith(' unknown'))
  const total = unknown.reduce((sum, [, times]) => sum + times, 0)
  console.log(`   left out, since the store says that it does not know: ${total}`)
}
