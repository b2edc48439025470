import fs from 'node:fs'
import path from 'node:path'
import { faultMenu } from '../../harness/faults/index.ts'
import { messageOf } from '../../harness/model/errors.ts'
import { isOfOneStep, type FaultName } from '../../harness/model/settings.ts'
import type { TargetFacts } from '../../harness/model/target.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { Pool } from '../../harness/processes/pool.ts'
import { checkOptions } from '../../harness/settings/settings.ts'
import { everyWorkload, type Space } from '../../harness/workload/every-workload.ts'
import {
  searchCarriedOut,
  searchForetold,
  Unforeseeable,
  type Found,
  type SearchOptions,
} from './foretold-search.ts'
import { TestExecutor } from './test-executor.ts'

type Row = (isGood: boolean, what: string, figure: string) => void

const folders = ['targets', 'known-bad', 'reports/targets']
const smallest: Space = { writers: 2, calls: 1, sessions: 1 }

interface Compared {
  readonly name: string
  readonly space: Space
  readonly faults: readonly FaultName[]
}

/** A power loss needs no step of its own: `withstand-faults` and the tests compare it. */
const asked: readonly Compared[] = [
  { name: '2 × 1', space: smallest, faults: [] },
  { name: '2 × 2', space: { ...smallest, calls: 2 }, faults: [] },
  { name: '3 × 1', space: { ...smallest, writers: 3 }, faults: [] },
  ...(['errno', 'kill', 'short-write', 'stall'] as const).map((fault) => ({
    name: `2 × 1, ${fault}`,
    space: smallest,
    faults: [fault],
  })),
]

/** There was no more time to carry everything out. */
class OutOfTime extends Error {}

/**
 * Searches of every target, foretold and carried out: the same states, the same contents at the end, the same oracles
 * violated. What is carried out takes long; each comparison gets so much time, and says how far it came.
 */
export async function compareForetold(
  test: string,
  { secondsEach, targets }: { readonly secondsEach: number; readonly targets: readonly string[] },
  row: Row,
): Promise<void> {
  console.log(`\nforetold and carried out, by target: ${secondsEach} s for each size and kind of fault`)
  const extents = { whole: 0, part: 0, none: 0 }
  for (const target of targets.length > 0 ? targets : allTargets(test)) {
    const facts = await factsOf(target)
    const name = path.basename(target).replace(/\.m?[jt]s$/, '')
    if (typeof facts === 'string') {
      row(true, name, `not compared: ${facts}`)
      continue
    }
    for (const each of asked) {
      const { isGood, extent, figure } = await compare(target, facts, each, secondsEach)
      extents[extent] += 1
      row(isGood, `${name}, ${each.name}`, figure)
    }
  }
  const { whole, part, none } = extents
  row(whole > 0, 'compared', `${whole} to the end, ${part} in part, ${none} not at all`)
}

function allTargets(test: string): string[] {
  return folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(test, folder))
      .filter((name) => /\.m?[jt]s$/.test(name))
      .toSorted()
      .map((name) => path.join(test, folder, name)),
  )
}

/** What a target says of itself; in words why it is not compared. */
async function factsOf(target: string): Promise<TargetFacts | string> {
  const { settings } = checkOptions({ seed: 1 })
  try {
    const pool = await Pool.open({ ...settings, target, loadMillis: 20_000, memoryBytes: 2 ** 31 })
    await pool.close()
    if (pool.facts.served) return 'it is served, and its executions are not searched by this script'
    return pool.facts.controllable ? pool.facts : 'its writers cannot be controlled'
  } catch (error) {
    return messageOf(error)
  }
}

interface Outcome {
  readonly isGood: boolean
  /** How much of what was asked for was compared. */
  readonly extent: 'whole' | 'part' | 'none'
  readonly figure: string
}

async function compare(
  target: string,
  facts: TargetFacts,
  { space, faults }: Compared,
  secondsEach: number,
): Promise<Outcome> {
  const workloads = everyWorkload(space, facts.operations)
  const menu = faults.length > 0 ? faultMenu(faults) : null
  const until = performance.now() + 1000 * secondsEach
  const options: SearchOptions = {
    menu,
    reduced: faults.every(isOfOneStep),
    onExecution() {
      if (performance.now() > until) throw new OutOfTime()
    },
  }
  // One for both, since names of states may tell the directory in which those work that were watched.
  const executor = new TestExecutor(target, { ...facts, omitsTimes: true, learns: true })
  const sum = { workloads: 0, states: 0, carriedOut: 0, taught: 0, foretold: 0 }
  try {
    for (const workload of workloads) {
      const carriedOut = searched(searchCarriedOut, executor, workload, options)
      if (carriedOut instanceof OutOfTime) break
      if (carriedOut instanceof Error) return notCompared(carriedOut.message)
      // What all these executions have taught is not to help.
      executor.executor.forget()
      const foretold = searched(searchForetold, executor, workload, options)
      if (foretold instanceof OutOfTime) break
      // Then a run carries everything out.
      if (foretold instanceof Unforeseeable) return notCompared(foretold.message)
      const difference = foretold instanceof Error ? foretold.message : differenceOf(foretold, carriedOut)
      if (foretold instanceof Error || difference !== null)
        return { isGood: false, extent: 'part', figure: `${difference}, in ${JSON.stringify(workload)}` }
      sum.workloads += 1
      sum.states += carriedOut.states
      sum.carriedOut += carriedOut.carriedOut
      sum.taught += foretold.carriedOut
      sum.foretold += foretold.foretold
      // What a call begins beside is told apart where its start is a step of its own.
      if (carriedOut.hasDeferred && !workload.startsAreSteps)
        workloads.push({ ...workload, startsAreSteps: true })
    }
  } finally {
    await executor.close()
  }
  if (sum.workloads === 0) return notCompared('the first workload takes longer')
  const isWhole = sum.workloads === workloads.length
  const part = isWhole ? '' : ` of ${workloads.length}`
  const figure = `${sum.workloads}${part} workloads, ${sum.states} states, ${sum.carriedOut} executions; ${sum.taught} and ${sum.foretold} foretold`
  return { isGood: true, extent: isWhole ? 'whole' : 'part', figure }
}

/**
 * What a search shows, or why it has failed. Once somebody looks at times of files, they tell states apart, and it begins
 * anew.
 */
function searched(
  search: typeof searchForetold,
  { executor }: Pick<TestExecutor, 'executor'>,
  workload: Workload,
  options: SearchOptions,
): Found | Error {
  const { seesTimes } = executor
  const isAsBefore = () => executor.seesTimes === seesTimes
  try {
    const found = search(executor, workload, options)
    if (isAsBefore()) return found
  } catch (error) {
    if (error instanceof OutOfTime || isAsBefore()) return error as Error
  }
  return searched(search, { executor }, workload, options)
}

function notCompared(why: string): Outcome {
  return { isGood: true, extent: 'none', figure: `not compared: ${why}` }
}

/** The first thing in which two searches differ, in words; null where they show the same. */
function differenceOf(foretold: Found, carriedOut: Found): string | null {
  for (const [what, these, those] of [
    ['shown', foretold.shown, carriedOut.shown],
    ['a state', foretold.keys, carriedOut.keys],
  ] as const) {
    const more = these.find((each) => !those.includes(each))
    const less = those.find((each) => !these.includes(each))
    if (more !== undefined) return `${what} foretold alone: ${more}`
    if (less !== undefined) return `${what} carried out alone: ${less}`
  }
  return null
}
