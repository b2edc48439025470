import { foretoldBeside } from '../model/predicted.ts'
import type { Exhausted, ExhaustedPart, Result, Unfinished } from '../model/result.ts'
import { searchedShare } from '../model/searched-share.ts'
import type { Begun } from '../protocol/controller-messages.ts'
import { spaceKey } from './spaces.ts'

/** An estimate that is no certificate never says that all is done. */
const mostPercent = 99

/**
 * How far the search of each space came that is not exhausted.
 *
 * @param parts workloads that were searched completely, by space
 * @param begun the searches that were under way at the end
 */
export function unfinishedSpaces(parts: readonly ExhaustedPart[], begun: readonly Begun[]): Unfinished[] {
  const complete = parts.map((part) => ({ ...part, untried: 0, share: part.workloads / part.of }))
  const underWay = begun.map(({ space, ...search }) => ({
    ...space,
    ...search,
    workloads: 0,
    share: searchedShare(search) / search.of,
  }))
  return bySpace([...complete, ...underWay], (alike) => {
    const [{ share: _share, ...space }] = alike
    return { ...space, ...sums(alike), percent: percentOf(alike.map(({ share }) => share)) }
  }).filter(({ workloads, of }) => workloads < of)
}

/** Of runs that share the work: each has a part of every space. */
export function unfinishedTogether(
  results: readonly Pick<Result, 'unfinished'>[],
  exhausted: readonly Exhausted[],
): Unfinished[] {
  const all = results.flatMap(({ unfinished = [] }) => unfinished)
  const added = bySpace(all, (alike) => ({
    ...alike[0],
    ...sums(alike),
    percent: percentOf(alike.map(({ percent }) => percent / 100)),
  }))
  return withoutThese(added, exhausted)
}

/** Of runs that came one after the other, each of which began anew: the one that came furthest with a space stands for it. */
export function furthestUnfinished(
  results: readonly Pick<Result, 'unfinished'>[],
  exhausted: readonly Exhausted[],
): Unfinished[] {
  const all = results.flatMap(({ unfinished = [] }) => unfinished)
  const furthest = bySpace(all, (alike) =>
    alike.reduce((best, each) => (each.percent > best.percent ? each : best)),
  )
  return withoutThese(furthest, exhausted)
}

/** Those that were not searched completely after all. */
export function withoutThese(
  unfinished: readonly Unfinished[],
  exhausted: readonly Exhausted[],
): Unfinished[] {
  const known = new Set(exhausted.map(spaceKey))
  return unfinished.filter((space) => !known.has(spaceKey(space)))
}

type Some<T> = readonly [T, ...T[]]

function bySpace<T extends Exhausted, Out>(spaces: readonly T[], combine: (alike: Some<T>) => Out): Out[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const space of spaces) {
    const alike = groups.get(spaceKey(space))
    if (alike) alike.push(space)
    else groups.set(spaceKey(space), [space])
  }
  return [...groups.values()].map(combine)
}

function sums(alike: readonly Omit<Unfinished, 'percent'>[]) {
  const sum = (field: 'workloads' | 'executions' | 'predicted' | 'states' | 'untried') =>
    alike.reduce((total, each) => total + (each[field] ?? 0), 0)
  return {
    workloads: sum('workloads'),
    executions: sum('executions'),
    ...foretoldBeside(sum('predicted')),
    states: sum('states'),
    untried: sum('untried'),
    ...(alike.some(({ keptWaiting }) => keptWaiting) && { keptWaiting: true as const }),
    ...(alike.some(({ outOfMemory }) => outOfMemory) && { outOfMemory: true as const }),
  }
}

function percentOf(shares: readonly number[]): number {
  return Math.min(mostPercent, Math.floor(100 * shares.reduce((sum, share) => sum + share, 0)))
}
