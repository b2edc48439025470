import { faultKinds } from '../../harness/faults/index.ts'
import type { Fault, PersistenceName } from '../../harness/model/fault.ts'
import type { PendingStep } from '../../harness/model/step.ts'
import type { FaultMenu } from '../../harness/model/strategy.ts'

/** A way in which things go wrong. */
export interface Condition {
  readonly name: string
  readonly takes: (fault: Fault, step: PendingStep) => boolean
}

export const conditions: readonly Condition[] = [
  { name: 'ENOSPC', takes: hasCode('ENOSPC') },
  { name: 'EIO', takes: hasCode('EIO') },
  { name: 'short write', takes: ({ kind }) => kind === 'short-write' },
  { name: 'EPERM on rename', takes: (fault, step) => step.op === 'rename' && hasCode('EPERM')(fault) },
  { name: 'EXDEV on rename', takes: (fault, step) => step.op === 'rename' && hasCode('EXDEV')(fault) },
  { name: 'kill', takes: ({ kind }) => kind === 'kill' },
]

const powerLoss = 'power loss, '

export function isPowerLoss(condition: string): boolean {
  return condition.startsWith(powerLoss)
}

/** Of a power loss under a model. */
export function powerLossUnder(model: PersistenceName): string {
  return powerLoss + model
}

/** Every fault of a condition, at every step of one call. */
export function menuOf({ takes }: Condition, call: number): FaultMenu {
  return (step, finds) =>
    step.call === call
      ? faultKinds.flatMap((kind) =>
          kind
            .strikes(step, finds, false)
            .filter((fault) => takes(fault, step))
            .map((fault) => ({ fault, weight: 1 })),
        )
      : []
}

function hasCode(code: string) {
  return (fault: Fault) => fault.kind === 'errno' && fault.code === code
}
