import { isDeepStrictEqual } from 'node:util'
import { count } from '../../model/count.ts'
import { seedOf } from '../../model/seed.ts'
import { foretoldBeside } from '../../model/predicted.ts'
import { searchedShare } from '../../model/searched-share.ts'
import { isOfOneStep, isPowerLoss } from '../../model/settings.ts'
import { areTimed, memoryOf } from '../../oracles/index.ts'
import type { ExploreOrder, News } from '../../protocol/controller-messages.ts'
import { withOfferedFaults } from '../../strategies/with-offered-faults.ts'
import type { Workload } from '../../model/workload.ts'
import { everyWorkload, spacesFor, type Space } from '../../workload/every-workload.ts'
import type { Execution } from '../execute/execution.ts'
import type { PhaseShare } from './phase-share.ts'
import type { Share } from '../share.ts'
import { foretell } from './foretell.ts'
import { memory } from './memory.ts'
import { StartsSearch, type Part } from './starts-search.ts'

/**
 * Searches whole spaces, one after the other, each a number of writers and calls: every workload in it that differs in
 * more than the order of its writers, and every inequivalent interleaving of each. Controllers share the workloads.
 * Stops after each execution, until it is asked for more.
 *
 * @returns whether this controller's part of every space was searched
 */
export async function* exhaust(
  share: Share,
  phase: PhaseShare,
  order: ExploreOrder,
  tell: (news: News) => void,
): AsyncGenerator<undefined, boolean> {
  const { settings, facts } = order
  const { index, of } = order.share
  const { faults: asked } = phase.phase
  const most = settings.executions ?? Infinity
  let done = 0
  for (const space of spacesFor(settings, facts, asked)) {
    const workloads = everyWorkload(space, facts.operations)
    const known = new Set(
      order.searched.flatMap((each) => (isDeepStrictEqual(each.space, space) ? [each.workload] : [])),
    )
    const mine = [...workloads.entries()].filter(([number]) => number % of === index && !known.has(number))
    for (const [at, [number, workload]] of mine.entries()) {
      const mayGoOn = (search: StartsSearch): boolean => {
        phase.searching = { space, of: workloads.length, search }
        share.heartbeat.phase = phaseOf(space, search, at, mine.length)
        if (memory.isFull) phase.giveUp()
        return (
          phase.searching !== null &&
          !share.isOver &&
          !phase.isHopeless &&
          index + (done + search.total) * of < most
        )
      }
      const searched = { workload, of: workloads.length, faultsAtOnce: space.faultsAtOnce ?? 1 }
      const search = yield* searchWhole(share, phase, order, searched, mayGoOn)
      if (!search) return false
      phase.searching = null
      if (search.keptWaiting) phase.keptWaiting.push({ space, of: workloads.length, search })
      done += search.total
      if (search.keptWaiting) continue
      const { executions, states, predicted } = search
      const size = { executions, states, ...foretoldBeside(predicted) }
      // Of what a power loss may leave, there may be more than was looked at.
      const faults = asked.filter((name) => !isPowerLoss(name) || !phase.isImageMissing)
      const part = { workload: number, of: workloads.length, faults }
      tell({ type: 'exhausted', space, ...part, ...size })
    }
    phase.sizes += 1
  }
  return true
}

interface Searched {
  readonly workload: Workload
  /** How many workloads its space has. */
  readonly of: number
  /** Of a phase with faults, how many may strike one execution. */
  readonly faultsAtOnce: number
}

/**
 * Searches one workload. Where an execution shows that the target keeps something between executions, here or in
 * another phase, each has processes of its own from then on, and the search begins anew. So it does where one looks at
 * times of files: until then they did not tell states apart.
 *
 * @returns the search, at its end; null where it did not come to that
 */
async function* searchWhole(
  share: Share,
  phase: PhaseShare,
  order: ExploreOrder,
  { workload, ...searched }: Searched,
  mayGoOn: (search: StartsSearch) => boolean,
): AsyncGenerator<undefined, StartsSearch | null> {
  const begun = () => new StartsSearch(workload, { reduced: phase.phase.faults.every(isOfOneStep) })
  const anew = () => {
    phase.losses?.forget()
    return begun()
  }
  const { executor } = share
  let { isIsolated } = share
  let { seesTimes } = executor
  let { foretells } = executor
  const isAsBefore = () => share.isIsolated === isIsolated && executor.seesTimes === seesTimes
  let search = begun()
  for (;;) {
    // Another phase may have found out. What was learned by then is of processes that kept something.
    if (!isAsBefore()) {
      isIsolated = share.isIsolated
      seesTimes = executor.seesTimes
      search = anew()
    }
    const part = search.next()
    if (!part) return search
    if (!mayGoOn(search)) return null
    const current = search
    const onExecution = (execution: Execution, isForetold = false) => current.learn(execution, isForetold)
    const way = { share, phase, order, part, ...searched, onExecution }
    const end = foretells
      ? yield* searchForetold(way, () => isAsBefore() && mayGoOn(current))
      : yield* searchCarriedOut(way)
    if (end === 'unforeseeable') {
      foretells = false
      search = anew()
    } else if (end !== 'done' && isAsBefore()) return null
    yield undefined
  }
}

interface Way extends Omit<Searched, 'workload'> {
  readonly share: Share
  readonly phase: PhaseShare
  readonly order: ExploreOrder
  readonly part: Part
  readonly onExecution: (execution: Execution, isForetold?: boolean) => void
}

/** All of it, at once. */
function searchForetold(
  { share, phase, order, part, of: workloads, faultsAtOnce, onExecution }: Way,
  mayGoOn: () => boolean,
) {
  const request = { workload: part.workload, ...alike(order) }
  const faults = phase.menu ? faultsAtOnce : 0
  return foretell(share, { phase, search: part.search, request, faults, workloads, mayGoOn, onExecution })
}

/** One execution of it. */
async function* searchCarriedOut({ share, phase, order, part, faultsAtOnce, onExecution }: Way) {
  const { menu } = phase
  const walk = part.search.begin()
  const plan = {
    phase,
    workload: part.workload,
    scheduler: menu ? withOfferedFaults(walk, menu, faultsAtOnce) : walk,
    ...alike(order),
    onExecution,
    isChecked: false,
    isThorough: true,
  }
  return (yield* share.inParts(plan)) ? ('done' as const) : ('failed' as const)
}

/** What all executions of a search have in common. */
function alike({ searchSeed, oracles }: ExploreOrder) {
  return {
    // One seed for all: what a writer takes for random is to follow from what it has observed.
    seed: seedOf(searchSeed, 0),
    isTimed: areTimed(oracles),
    memoryOf: (record: Parameters<typeof memoryOf>[0]) => memoryOf(record, oracles),
  }
}

/** The share of a space that was searched is estimated: its workloads are taken to be alike. */
function phaseOf(
  { writers, calls, sessions, unawaited, loads, faultsAtOnce }: Space,
  search: StartsSearch,
  at: number,
  workloads: number,
): string {
  const percent = Math.floor((100 * (at + searchedShare(search))) / workloads)
  const how = [
    unawaited ? ' un-awaited' : '',
    sessions > 1 ? ` on ${sessions} sessions` : '',
    loads ? ' beside a load' : '',
    faultsAtOnce === undefined ? '' : ` with ${faultsAtOnce} faults`,
  ].join('')
  return `exhausting ${writers} × ${calls}${how}: ${count(search.states, 'state')}, about ${percent} %`
}
