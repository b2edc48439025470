import { faultNames } from '../../model/settings.ts'
import type { Result } from '../../model/result.ts'

/** A list that is longer is not read. */
const mostNamed = 6

/** Where faults were asked for: how many struck, and which errors never did. */
export function struckLines({ faults, neverStruck }: Result): string[] {
  if (!neverStruck) return []
  const sorted = Object.entries(faults).toSorted(([one], [other]) => placeOf(one) - placeOf(other))
  const counts = sorted.map(([kind, amount]) => `${amount} ${kind}`)
  const named = neverStruck.slice(0, mostNamed).join(', ')
  const more = neverStruck.length > mostNamed ? ` and ${neverStruck.length - mostNamed} more` : ''
  const rest = neverStruck.length === 0 ? '' : `; never struck: ${named}${more}`
  return [`faults: ${counts.length === 0 ? 'none' : counts.join(', ')}${rest}`]
}

function placeOf(kind: string): number {
  return faultNames.findIndex((name) => name === kind)
}
