import { conclude, inconclusive } from '../model/conclude.ts'
import { UsageError } from '../model/errors.ts'
import type { Conclusion, Exhausted, Problem, Result } from '../model/result.ts'
import { combined, oraclesOf, someOf, violationsOf } from './combined.ts'
import { distinctProblems, problem } from '../model/problem.ts'
import { Spaces, withWhatCouldStrike } from './spaces.ts'
import { unfinishedTogether } from './unfinished.ts'

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
  const exhausted = exhaustedBy(shards)
  return combined([first, ...shards.filter((each) => each !== first)], {
    conclusion: conclusionOf(shards, problems),
    shard: missing.length === 0 ? '1/1' : `${[...byIndex.keys()].join(',')}/${count}`,
    node: [...new Set(shards.map(({ node }) => node))].join(', '),
    elapsedMs: Math.max(...shards.map(({ elapsedMs }) => elapsedMs)),
    exhausted,
    unfinished: someOf(unfinishedTogether(shards, exhausted)),
    parts: undefined,
  })
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
  return problem(`shard ${index}`, `the result of shard ${index}/${count} is missing`)
}

function conclusionOf(shards: readonly Result[], problems: readonly Problem[]): Conclusion {
  const found = { firstViolation: firstOf(shards), violations: violationsOf(shards), problems }
  const together = conclude(oraclesOf(shards), found)
  return together.verdict === 'holds' && shards.some(isInconclusive) ? inconclusive(problems) : together
}

/** An empty shard takes nothing from what the others have found. */
function isInconclusive({ verdict, emptyShard }: Result): boolean {
  return verdict === 'inconclusive' && !emptyShard
}

/** A space counts only where the parts of all shards add up to the whole of it. */
function exhaustedBy(shards: readonly Result[]): Exhausted[] {
  const byWhole = shards.flatMap(({ parts, exhausted }) => (parts ? [] : exhausted))
  const faults = Object.assign({}, ...shards.map((shard) => shard.faults)) as Result['faults']
  const spaces = new Spaces()
  for (const part of shards.flatMap(({ parts = [] }) => parts)) spaces.add(part)
  return [...byWhole, ...withWhatCouldStrike(spaces.exhausted(), faults)]
}

function firstOf(shards: readonly Result[]): Result['firstViolation'] {
  const all = shards.flatMap(({ firstViolation }) => firstViolation ?? [])
  return all.toSorted((one, other) => one.execution - other.execution)[0] ?? null
}
