import type { Phase } from '../../model/phase.ts'
import type { Result } from '../../model/result.ts'
import { kindOf } from '../../model/settings.ts'
import { uncontrollable } from '../uncontrollable.ts'

/** Why what did not take place did not. */
export type Cut = 'enough' | 'executions' | 'interrupted' | 'problem' | 'time' | 'uncontrollable'

const why: Readonly<Record<Cut, (bail: number) => string>> = {
  enough: (bail) =>
    `it was over after ${bail === 1 ? 'one violation' : `${bail} violations`}; --bail=0 goes on`,
  executions: () => 'none of the --executions were left for it',
  interrupted: () => 'interrupted',
  problem: () => 'the run ended early: see the problems',
  time: () => 'no time was left',
  uncontrollable,
}

/** As `notChecked` has it. */
export function notChecked(name: string, cut: Cut, bail: number): string {
  return `${name} (${why[cut](bail)})`
}

export interface Explored {
  readonly phases: readonly Phase[]
  /** By the name of a phase. */
  readonly executions: Readonly<Record<string, number>>
  readonly faults: Result['faults']
  readonly cut: Cut
  readonly bail: number
}

/** Phases that did not take place, and kinds of faults that never struck though theirs did, each with the reason. */
export function unexplored({ phases, executions, faults, cut, bail }: Explored): string[] {
  return phases.flatMap(({ name, faults: asked }) => {
    const times = executions[name] ?? 0
    if (times === 0) return [notChecked(name, cut, bail)]
    const hasStruck = asked.length === 0 || asked.some((fault) => (faults[kindOf(fault)] ?? 0) > 0)
    if (hasStruck) return []
    const couldStrike = asked.some((fault) => kindOf(fault) in faults)
    return [couldStrike ? notChecked(name, cut, bail) : `${name} (nothing that it could strike was seen)`]
  })
}
