import type { Counterexample } from '../model/counterexample.ts'
import type { StepEvent } from '../model/step-log.ts'
import type { OracleName } from '../model/verdict.ts'

/** Judged by what is found when the application starts again: the call that it then makes covers that up. */
const toldAtRestart = new Set<OracleName>(['acknowledged-survives', 'no-silent-loss', 'no-litter'])

/**
 * The step that made the file what the oracle says it must not be: the first that a reader could have seen amiss
 * for `reads-whole`, the last that changed the file for what is judged by the end, or by the next start after a crash; a
 * power loss where there was one. Its index in `steps`.
 */
export function momentOf(counterexample: Counterexample): number {
  const { oracle, finding } = counterexample
  const steps = judgedSteps(counterexample)
  const powerLoss = steps.findIndex(({ lost }) => lost !== undefined)
  if (powerLoss !== -1) return powerLoss
  // Whoever is locked out changes nothing.
  if (oracle === 'starts-again') return steps.length - 1
  const { session } = finding
  if (session === undefined) return steps.length - 1
  const held = (step: StepEvent) => step.held?.[session]
  if (oracle === 'reads-whole') {
    let hasExisted = false
    const index = steps.findIndex((step) => {
      const content = held(step)
      const isAmiss =
        content &&
        content.kind !== 'complete' &&
        content.kind !== 'value' &&
        (content.kind !== 'missing' || hasExisted)
      hasExisted ||= content !== undefined && content.kind !== 'missing'
      return isAmiss
    })
    if (index !== -1) return index
  }
  const last = steps.findLastIndex((step) => held(step) !== undefined)
  return last === -1 ? steps.length - 1 : last
}

function judgedSteps({ steps, workload, oracle }: Counterexample): readonly StepEvent[] {
  if (!toldAtRestart.has(oracle)) return steps
  const next = steps.findIndex(({ writer, call }) => writer > workload.writers.length && call > 0)
  return next === -1 ? steps : steps.slice(0, next)
}
