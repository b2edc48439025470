import { count } from '../../model/count.ts'
import { littleChecked } from '../../model/little-checked.ts'
import type { Result } from '../../model/result.ts'
import { certificate, exhaustedLines } from './exhausted.ts'
import { sampledLines, thinSample } from './sampled.ts'
import { struckLines } from './struck.ts'
import { keptWaitingLines, unfinishedLines } from './unfinished.ts'
import { workLine } from './work.ts'

/** What kinds of claims there are, in the order in which every report makes them. */
export const statementKinds = [
  'work',
  'empty',
  'thin',
  'continued',
  'fresh-processes',
  'not-repeated',
  'exhausted',
  'predicted',
  'certificate',
  'unfinished',
  'kept-waiting',
  'sampled',
  'struck',
  'not-checked',
  'left-out',
  'rejected',
  'beyond-control',
  'served',
] as const
export type StatementKind = (typeof statementKinds)[number]

/** One claim of a result, in words: one line, without a mark or a full stop of a report's own. */
export interface Statement {
  readonly kind: StatementKind
  readonly text: string
  /** True where it says what the verdict does not cover. */
  readonly isCaveat: boolean
}

/** By kind, what a result claims; empty where there is nothing to say. */
const claims: Readonly<Record<StatementKind, (result: Result) => readonly string[]>> = {
  work: (result) => [workLine(result)],
  empty: ({ emptyShard, shard }) =>
    emptyShard ? [`empty: nothing is left to do for shard ${shard}; merge it with the others`] : [],
  thin: (result) => [thinSample(result) ?? [], littleChecked(result)].flat(),
  continued: ({ continued }) => (continued === undefined ? [] : [continued]),
  'fresh-processes': ({ freshProcesses }) =>
    freshProcesses === undefined
      ? []
      : [
          `fresh processes for each execution, since the target keeps something between executions: ${freshProcesses}`,
        ],
  'not-repeated': ({ notRepeated }) =>
    notRepeated === undefined
      ? []
      : [
          `not repeated: what these programs do does not follow from their files alone, but maybe from the time or from random numbers, so nothing was foretold any more: ${notRepeated}`,
        ],
  exhausted: exhaustedLines,
  predicted: ({ predicted }) =>
    predicted === undefined
      ? []
      : [
          `searched on predictions: ${predicted.checked} of ${count(predicted.executions, 'foretold execution')} carried out to check them, without a difference (--no-predict carries all of them out)`,
        ],
  certificate,
  unfinished: unfinishedLines,
  'kept-waiting': keptWaitingLines,
  sampled: sampledLines,
  struck: struckLines,
  'not-checked': ({ notChecked = [] }) => listed('not checked', byReason(notChecked)),
  'left-out': ({ leftOut, notAsked = [] }) => [
    ...listed('left out by the target', leftOut),
    ...listed('left out by --oracle', notAsked),
  ],
  rejected: ({ rejections: { calls, first } }) =>
    calls === 0
      ? []
      : [
          `rejected: ${count(calls, 'call')} although no fault struck, which alone is no violation (--oracle=calls-succeed makes it one); the first with: ${first}`,
        ],
  'beyond-control': beyondControl,
  served: ({ control, commands }) =>
    control === 'served'
      ? [
          ...besidePrograms(commands),
          'served: its programs see the clock, the process numbers and the random numbers of this machine, and what they do outside the run directory is not held: what is checked is checked for steps that follow from its files',
        ]
      : [],
}

const caveats: ReadonlySet<StatementKind> = new Set([
  'empty',
  'fresh-processes',
  'not-repeated',
  'thin',
  'kept-waiting',
  'not-checked',
  'left-out',
  'rejected',
  'beyond-control',
  'served',
])

/**
 * All that a result claims beside the verdicts of its oracles and its violations. The one place that decides it: every
 * reporter prints each of these, word for word.
 */
export function statementsOf(result: Result): Statement[] {
  return statementKinds.flatMap((kind) =>
    claims[kind](result).map((text) => ({ kind, text, isCaveat: caveats.has(kind) })),
  )
}

/** Why functions were held as programs are, though nobody may have asked for that. */
function besidePrograms(commands: readonly string[] = []): string[] {
  if (commands.length === 0) return []
  const start = commands.length === 1 ? 'starts a program' : 'start programs'
  return [
    `served: ${commands.join(', ')} ${start}, so the target's functions are held by their system calls, too`,
  ]
}

/** What no schedule decides is judged where processes run free, and nowhere else. */
function beyondControl({ escapes, race }: Result): string[] {
  const judged = race ? `; judged in the race alone, in ${count(race.rounds, 'round')}` : ''
  return listed('beyond control', escapes).map((line) => line + judged)
}

/** `a (no time)` and `b (no time)` are `a, b (no time)`. */
function byReason(items: readonly string[]): string[] {
  const groups = new Map<string, string[]>()
  for (const item of items) {
    const [, what = item, reason = ''] = /^(.*) \((.*)\)$/s.exec(item) ?? []
    groups.set(reason, [...(groups.get(reason) ?? []), what])
  }
  return [...groups].map(([reason, whats]) => whats.join(', ') + (reason === '' ? '' : ` (${reason})`))
}

function listed(label: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${label}: ${items.join(', ')}`]
}
