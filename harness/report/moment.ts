import type { Counterexample } from '../model/counterexample.ts'
import type { StepEvent } from '../model/step-log.ts'

/**
 * The step that made the file what the oracle says it must not be: the first that a reader could have seen amiss
 * for `reads-whole`, the last that changed the file for what is judged by the end; a power loss where there was one. Its index in `steps`.
 */
export function momentOf({ steps, oracle, finding }: Counterexample): number {
  const powerLoss = steps.findIndex(({ lost }) => lost !== undefined)
  if (powerLoss !== -1) return powerLoss
  const { session } = finding
  if (session === undefined) return steps.length - 1
  const held = (step: StepEvent) => step.held?.[session]
  if (oracle === 'reads-whole') {
    let hasExisted = false
    const index = steps.findIndex((step) => {
      const content = held(step)
      const isAmiss = content && content.kind !== 'complete' && (content.kind !== 'missing' || hasExisted)
      hasExisted ||= content !== undefined && content.kind !== 'missing'
      return isAmiss
    })
    if (index !== -1) return index
  }
  const last = steps.findLastIndex((step) => held(step) !== undefined)
  return last === -1 ? steps.length - 1 : last
}
