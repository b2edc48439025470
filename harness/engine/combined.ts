import { combineCounts, noFaults } from '../model/fault-counts.ts'
import { addedUpPredicted } from '../model/predicted.ts'
import type { Conclusion, RunFacts, Predicted, RaceFigures, Result, Violation } from '../model/result.ts'
import { type OracleName, type OracleVerdict, combineVerdicts } from '../model/verdict.ts'
import { addedUp } from '../model/rejections.ts'
import { seenOf, summedUp } from '../model/tally.ts'

/** What depends on how the results share the work: each at the same time, or one after the other. */
type Own = 'shard' | 'node' | 'elapsedMs' | 'exhausted' | 'unfinished' | 'parts'

/** Every field, so that none is left out without a word. */
type Every<T> = { readonly [Key in keyof Required<T>]: T[Key] | undefined }

/** What several results over one target say together, however they share the work. */
export function combined(
  results: readonly [Result, ...Result[]],
  { conclusion, ...own }: Pick<Every<RunFacts>, Own> & { readonly conclusion: Conclusion },
): Result {
  const [{ version, command, target, targetPath, specification, seed }] = results
  const facts = present({
    version,
    command,
    target,
    targetPath,
    specification,
    seed,
    ...own,
    control: results.find(({ control }) => control !== 'none')?.control ?? 'none',
    commands: someOf(union(results.map(({ commands }) => commands))),
    startOptions: someOf(union(results.map(({ startOptions }) => startOptions))),
    executions: sum(results.map(({ executions }) => executions)),
    steps: sum(results.map(({ steps }) => steps)),
    oracles: oraclesOf(results),
    leftOut: union(results.map(({ leftOut }) => leftOut)),
    notAsked: someOf(union(results.map(({ notAsked }) => notAsked))),
    seen: seenOf(summedUp(results.map(({ seen }) => seen))).seen,
    race: raceOf(results),
    ...faultsOf(results),
    rejections: addedUp(results.map(({ rejections }) => rejections)),
    emptyShard: results.every(({ emptyShard }) => emptyShard) ? true : undefined,
    escapes: union(results.map(({ escapes }) => escapes)),
    freshProcesses: results.find(({ freshProcesses }) => freshProcesses !== undefined)?.freshProcesses,
    notRepeated: results.find(({ notRepeated }) => notRepeated !== undefined)?.notRepeated,
    predicted: predictedOf(results),
    continued: someOf(
      union(results.map(({ continued }) => (continued === undefined ? [] : [continued]))),
    )?.join('; '),
    notChecked: someOf(union(results.map(({ notChecked }) => notChecked))),
    interrupted: results.find(({ interrupted }) => interrupted)?.interrupted,
  })
  return { ...facts, ...conclusion }
}

/** Optional fields are there only where there is something in them. */
function present(every: Every<RunFacts>): RunFacts {
  return Object.fromEntries(
    Object.entries(every).filter(([, value]) => value !== undefined),
  ) as unknown as RunFacts
}

export function someOf<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined
}

function union<T>(lists: readonly (readonly T[] | undefined)[]): T[] {
  return [...new Set(lists.flatMap((list) => list ?? []))]
}

export function oraclesOf(results: readonly Result[]): Result['oracles'] {
  const oracles: Partial<Record<OracleName, OracleVerdict>> = {}
  for (const [name, verdict] of results.flatMap((each) => Object.entries(each.oracles)) as [
    OracleName,
    OracleVerdict,
  ][]) {
    oracles[name] = combineVerdicts(oracles[name], verdict)
  }
  return oracles
}

/** Of those that show the same defect, the smallest. */
export function violationsOf(results: readonly Result[]): Violation[] {
  const sized = results
    .flatMap(({ violations }) => violations)
    .toSorted(
      (one, other) =>
        Number(other.minimal) - Number(one.minimal) ||
        one.writers - other.writers ||
        one.calls - other.calls ||
        one.steps - other.steps,
    )
  return distinct(sized, ({ signature }) => signature)
}

/** Percentiles of several samples cannot be had from their percentiles: the worst of any shard stands for all. */
function raceOf(results: readonly Result[]): RaceFigures | undefined {
  const all = results.flatMap(({ race }) => race ?? [])
  if (all.length === 0) return undefined
  return {
    rounds: sum(all.map(({ rounds }) => rounds)),
    executions: sum(all.map(({ executions, rounds }) => executions ?? rounds)),
    overlappingRounds: sum(all.map(({ overlappingRounds }) => overlappingRounds)),
    ...(all.every(({ isAlone }) => isAlone) && { isAlone: true as const }),
    startSkewMicros: {
      p50: Math.max(...all.map(({ startSkewMicros }) => startSkewMicros.p50)),
      p99: Math.max(...all.map(({ startSkewMicros }) => startSkewMicros.p99)),
    },
  }
}

function faultsOf(results: readonly Result[]): Pick<Every<RunFacts>, keyof typeof noFaults> {
  const counts = results.reduce((all, result) => combineCounts(all, { ...noFaults, ...result }), noFaults)
  const isAsked = results.some((result) => result.neverStruck)
  return isAsked ? counts : { faults: counts.faults, faultsByOperation: undefined, neverStruck: undefined }
}

function predictedOf(results: readonly Result[]): Predicted | undefined {
  const all = addedUpPredicted(results.map(({ predicted }) => predicted))
  return all.executions > 0 ? all : undefined
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

/** The first of each key. */
export function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const byKey = new Map<string, T>()
  for (const item of items) if (!byKey.has(keyOf(item))) byKey.set(keyOf(item), item)
  return [...byKey.values()]
}
