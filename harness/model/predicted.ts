import type { Exhausted, Predicted } from './result.ts'

export const nonePredicted: Predicted = { executions: 0, checked: 0 }

export function addedUpPredicted(all: readonly (Predicted | undefined)[]): Predicted {
  return all.reduce<Predicted>(
    (sum, each) => ({
      executions: sum.executions + (each?.executions ?? 0),
      checked: sum.checked + (each?.checked ?? 0),
    }),
    nonePredicted,
  )
}

/** How many executions were foretold for a size, as a result has it: absent where none was. */
export function foretoldBeside(...parts: readonly (number | undefined)[]): Pick<Exhausted, 'predicted'> {
  const predicted = parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)
  return predicted > 0 ? { predicted } : {}
}
