import type { Predicted } from './result.ts'

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
