import { UsageError } from '../model/errors.ts'
import type { FaultKind } from '../model/fault-kind.ts'
import type { Fault } from '../model/fault.ts'
import type { FaultName } from '../model/settings.ts'
import type { FaultMenu } from '../model/strategy.ts'
import { errno } from './errno.ts'
import { kill } from './kill.ts'
import { shortWrite } from './short-write.ts'

/** Every fault that can be injected. */
export const faultKinds: readonly FaultKind[] = [kill, errno, shortWrite]

/** @throws UsageError when there is no such fault yet. */
export function assertInjectable(names: readonly FaultName[]): void {
  const known = faultKinds.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new UsageError(
    `--faults=${unknown}: it is not injected yet; expected a list of ${known.join(', ')}, or none`,
  )
}

/** What the named kinds have to offer. */
export function faultMenu(names: readonly FaultName[]): FaultMenu {
  const kinds = faultKinds.filter(({ name }) => names.includes(name))
  return (step) =>
    kinds.flatMap((kind) => {
      const faults = kind.strikes(step)
      return faults.map((fault): { fault: Fault; weight: number } => ({
        fault,
        weight: kind.weight / faults.length,
      }))
    })
}
