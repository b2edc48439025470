import { UsageError } from '../model/errors.ts'
import { combineCounts, noFaults } from '../model/fault-counts.ts'
import type { Exhausted, Problem, RaceFigures, Result, Violation } from '../model/result.ts'
import type { OracleName, OracleVerdict, Verdict } from '../model/verdict.ts'
import { combineVerdicts } from '../oracles/index.ts'
import { distinctProblems } from './distinct-problems.ts'
import { Spaces } from './spaces.ts'
import { seenOf, summedUp } from './tally.ts'

/**
 * The results of a run's shards as the one result that an unsharded run would have given. Where a shard is missing,
 * the rest is inconclusive, unless something is violated.
 *
 * @param results by the name that messages call each by
 * @throws UsageError when they are not the shards of one run: another target, command, seed, or a shard twice.
 */
export function mergeResults(results: Readonly<Record<string, Result>>): Result {
  const [[firstName, first] = [], ...others] = Object.entries(results)
  if (!first || firstName === undefined) throw new UsageError('expected at least one result to merge')
  for (const [name, result] of others) assertSameRun([firstName, first], [name, result])
  const byIndex = inOrder(results)
  const { count } = shardOf(first)
  const shards = [...byIndex.values()]
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter(
    (index) => !byIndex.has(index),
  )
  const problems = distinctProblems([
    ...shards.flatMap((shard) => shard.problems),
    ...missing.map((index) => absence(index, count)),
  ])
  const { version, command, target, targetPath, seed } = first
  return {
    version,
    command,
    target,
    targetPath,
    seed,
    shard: missing.length === 0 ? '1/1' : `${[...byIndex.keys()].join(',')}/${count}`,
    node: [...new Set(shards.map(({ node }) => node))].join(', '),
    elapsedMs: Math.max(...shards.map(({ elapsedMs }) => elapsedMs)),
    exhausted: exhaustedBy(shards),
    firstViolation: firstOf(shards),
    ...combined(shards, problems),
  }
}

/**
 * What several results say together, however they share the work.
 *
 * @param problems of all of them, and of what is missing
 */
export function combined(results: readonly Result[], problems: readonly Problem[]) {
  const oracles = oraclesOf(results)
  const race = raceOf(results)
  return {
    verdict: verdictOf(oracles, results, problems),
    executions: sum(results.map(({ executions }) => executions)),
    steps: sum(results.map(({ steps }) => steps)),
    oracles,
    violations: violationsOf(results),
    ...seenOf(summedUp(results.map(({ seen }) => seen))),
    ...(race && { race }),
    ...faultsOf(results),
    escapes: [...new Set(results.flatMap(({ escapes }) => escapes))],
    ...(results.some(({ interrupted }) => interrupted) && { interrupted: true as const }),
    problems,
  }
}

function shardOf({ shard }: Result): { index: number; count: number } {
  const [index = 1, count = 1] = shard.split('/').map(Number)
  return { index, count }
}

const sameInAll = ['command', 'target', 'targetPath', 'seed'] as const

function assertSameRun([firstName, first]: [string, Result], [name, result]: [string, Result]): void {
  const differing = sameInAll.find((key) => first[key] !== result[key])
  if (differing !== undefined) {
    const advice = differing === 'seed' ? '; give every shard the same --seed' : ''
    throw new UsageError(
      `${firstName} and ${name}: expected shards of one run, but ${differing} is ${first[differing]} in one and ${result[differing]} in the other${advice}`,
    )
  }
  if (shardOf(first).count !== shardOf(result).count) {
    throw new UsageError(
      `${firstName} and ${name}: expected shards of one run, got ${first.shard} and ${result.shard}`,
    )
  }
}

function inOrder(results: Readonly<Record<string, Result>>): Map<number, Result> {
  const names = new Map<number, string>()
  for (const [name, result] of Object.entries(results)) {
    const { index } = shardOf(result)
    const other = names.get(index)
    if (other !== undefined)
      throw new UsageError(`${other} and ${name}: expected each shard once, both are ${result.shard}`)
    names.set(index, name)
  }
  const indices = [...names.keys()].toSorted((one, other) => one - other)
  return new Map(indices.map((index) => [index, results[names.get(index) ?? ''] as Result]))
}

function absence(index: number, count: number): Problem {
  return {
    process: `shard ${index}`,
    message: `the result of shard ${index}/${count} is missing`,
    stderr: '',
  }
}

function verdictOf(
  oracles: Result['oracles'],
  shards: readonly Result[],
  problems: readonly Problem[],
): Verdict {
  if (Object.values(oracles).includes('violated')) return 'violated'
  if (problems.length > 0 || shards.some(({ verdict }) => verdict === 'inconclusive')) return 'inconclusive'
  return 'holds'
}

function oraclesOf(shards: readonly Result[]): Result['oracles'] {
  const oracles: Partial<Record<OracleName, OracleVerdict>> = {}
  for (const [name, verdict] of shards.flatMap((shard) => Object.entries(shard.oracles)) as [
    OracleName,
    OracleVerdict,
  ][]) {
    oracles[name] = combineVerdicts(oracles[name], verdict)
  }
  return oracles
}

/** A space counts only where the parts of all shards add up to the whole of it. */
function exhaustedBy(shards: readonly Result[]): Exhausted[] {
  const byWhole = shards.flatMap(({ parts, exhausted }) => (parts ? [] : exhausted))
  const spaces = new Spaces()
  for (const part of shards.flatMap(({ parts = [] }) => parts)) spaces.add(part)
  return [...byWhole, ...spaces.exhausted()]
}

function firstOf(shards: readonly Result[]): Result['firstViolation'] {
  const all = shards.flatMap(({ firstViolation }) => firstViolation ?? [])
  return all.toSorted((one, other) => one.execution - other.execution)[0] ?? null
}

/** Of those that show the same defect, the smallest. */
function violationsOf(shards: readonly Result[]): Violation[] {
  const sized = shards
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
function raceOf(shards: readonly Result[]): RaceFigures | undefined {
  const all = shards.flatMap(({ race }) => race ?? [])
  if (all.length === 0) return undefined
  return {
    rounds: sum(all.map(({ rounds }) => rounds)),
    overlappingRounds: sum(all.map(({ overlappingRounds }) => overlappingRounds)),
    startSkewMicros: {
      p50: Math.max(...all.map(({ startSkewMicros }) => startSkewMicros.p50)),
      p99: Math.max(...all.map(({ startSkewMicros }) => startSkewMicros.p99)),
    },
  }
}

function faultsOf(results: readonly Result[]): Pick<Result, 'faults' | 'faultsByOperation' | 'neverStruck'> {
  const counts = results.reduce((all, result) => combineCounts(all, { ...noFaults, ...result }), noFaults)
  const { faults, faultsByOperation, neverStruck } = counts
  return results.some((result) => result.neverStruck)
    ? { faults, faultsByOperation, neverStruck }
    : { faults }
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
