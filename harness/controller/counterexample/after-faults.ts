import type { StepEvent } from '../../model/step-log.ts'

/**
 * For the end of a message about an execution that went wrong: which faults had struck before. Empty where none had.
 */
export function afterFaults(steps: readonly StepEvent[]): string {
  const struck = steps.flatMap(wordsOf)
  return struck.length === 0 ? '' : `; this came after ${struck.join(', and ')}`
}

function wordsOf(step: StepEvent): string[] {
  const { fault, writer, op, path = '', to } = step
  if (!fault) return []
  const asked = `w${writer}'s ${op} ${to === undefined ? path : `${path} → ${to}`}`.trimEnd()
  switch (fault.kind) {
    case 'errno':
      return [`${asked} failed with ${fault.code} (injected)`]
    case 'short-write':
      return [`${asked} wrote ${fault.bytes} B only (injected)`]
    case 'kill':
      return [`w${writer} was killed`]
    case 'power-loss':
      return ['power was lost']
    case 'stall':
      return [`w${writer}'s timer fired while the others stood still`]
  }
}
