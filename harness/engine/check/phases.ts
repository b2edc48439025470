import type { Phase } from '../../model/phase.ts'
import { kindOf, type FaultKindName, type Settings } from '../../model/settings.ts'

/**
 * How much of the time each kind of fault gets, compared to the others, and in which order they have their first turns:
 * one execution with a power loss may take as long as thousands of others.
 */
const weights: Readonly<Record<FaultKindName, number>> = {
  errno: 2,
  kill: 1.5,
  'short-write': 1,
  stall: 1,
  'power-loss': 2,
}
const interleavingsWeight = 4
const severalWeight = 1
/** Of a check whose executions are counted, the race's weight beside all the phases. */
export const raceWeight = 1

/** What a check explores in turn: interleavings alone, then each kind of fault, then several kinds in one execution. */
export function phasesOf({ faults }: Pick<Settings, 'faults'>): Phase[] {
  const asked = faults ?? []
  const kinds = (Object.keys(weights) as FaultKindName[]).filter((kind) =>
    asked.some((name) => kindOf(name) === kind),
  )
  const phases = kinds.map((kind) => {
    const names = asked.filter((name) => kindOf(name) === kind)
    return { name: `faults: ${names.join(', ')}`, faults: names, weight: weights[kind] }
  })
  const several: Phase[] =
    kinds.length < 2
      ? []
      : [{ name: 'faults: several at once', faults: asked, weight: severalWeight, isSampledOnly: true }]
  return [{ name: 'interleavings', faults: [], weight: interleavingsWeight }, ...phases, ...several]
}
