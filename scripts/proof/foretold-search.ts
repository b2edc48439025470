import type { Execution } from '../../harness/controller/execute/execution.ts'
import type { Executor } from '../../harness/controller/executor.ts'
import { ForetoldSearch } from '../../harness/controller/foretelling/foretold-search.ts'
import type { FaultMenu } from '../../harness/model/strategy.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { areTimed, memoryOf, oracles } from '../../harness/oracles/index.ts'
import { AsForetold } from '../../harness/strategies/as-foretold.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { withOfferedFaults } from '../../harness/strategies/with-offered-faults.ts'
import { shownBy } from './executor-search.ts'

const names = oracles.map(({ name }) => name)

/** What the target does is no function of what it observes, as far as that is known: it is carried out. */
export class Unforeseeable extends Error {}

export interface SearchOptions {
  /** What may strike one step of an execution; default: nothing. */
  readonly menu?: FaultMenu | null
  /** Whether orders that make no difference are left out; default: where nothing strikes. */
  readonly reduced?: boolean
  /** Told of each execution; may throw to end the search. */
  readonly onExecution?: () => void
}

/** What a search shows, and what it took. */
export interface Found {
  /** Contents that any execution has left, and oracles that any violates. */
  readonly shown: readonly string[]
  /** Names of the states that it met. */
  readonly keys: readonly string[]
  readonly states: number
  readonly carriedOut: number
  readonly foretold: number
  /** Some call began beside work that was under way. */
  readonly hasDeferred: boolean
}

/** Searches a workload by carrying out each of its executions. */
export function searchCarriedOut(executor: Executor, workload: Workload, options: SearchOptions = {}): Found {
  const { menu = null, onExecution } = options
  const search = searchFor(options)
  const seen = new Seen()
  while (!search.isDone) {
    onExecution?.()
    const walk = search.begin()
    const scheduler = menu ? withOfferedFaults(walk, menu, 1) : walk
    seen.add(executor.perform({ ...requestFor(workload), scheduler }))
  }
  return seen.found(search, { carriedOut: search.executions, foretold: 0 })
}

/**
 * Searches a workload on predictions.
 *
 * @throws Unforeseeable where something cannot be learned.
 */
export function searchForetold(executor: Executor, workload: Workload, options: SearchOptions = {}): Found {
  const { menu = null, onExecution } = options
  const search = searchFor(options)
  const request = requestFor(workload)
  const foretell = () => executor.foretell({ ...request, isNamed: true })
  const foretold = new ForetoldSearch({ search, menu, faults: menu ? 1 : 0, losesPower: false, foretell })
  const seen = new Seen()
  const counts = { carriedOut: 0, foretold: 0 }
  for (let next = foretold.advance(); next.kind !== 'done'; next = foretold.advance()) {
    if (next.kind === 'ended') {
      onExecution?.()
      counts.foretold += 1
      // What only the target's own code can tell.
      seen.add({ ...next.execution, record: executor.judged(next.execution.record) })
    } else if (next.kind === 'unlearned') {
      onExecution?.()
      counts.carriedOut += 1
      const { lessons } = executor
      const scheduler = new AsForetold(next.schedule, counts.carriedOut)
      seen.add(executor.perform({ ...request, scheduler }))
      if (executor.lessons === lessons)
        throw new Unforeseeable(`nothing was learned of ${next.schedule.length} steps`)
    }
  }
  return seen.found(search, counts)
}

function searchFor({ menu = null, reduced = menu === null }: SearchOptions): Exhaustive {
  return new Exhaustive({ boundedPasses: 0, reduced })
}

function requestFor(workload: Workload) {
  return {
    workload,
    seed: 1,
    isTimed: areTimed(names),
    memoryOf: (soFar: Parameters<typeof memoryOf>[0]) => memoryOf(soFar, names),
  }
}

/** Of what cannot be read, the first reason that was met is told: it may have become unreadable in another way since. */
function withoutReason(key: string, value: unknown): unknown {
  return key === 'reason' ? undefined : value
}

/** What the executions of a search have shown so far. */
class Seen {
  readonly #shown = new Set<string>()
  #hasDeferred = false

  add(execution: Execution): void {
    this.#hasDeferred ||= execution.hasDeferred
    for (const each of shownBy(execution, withoutReason)) this.#shown.add(each)
  }

  found({ graph }: Exhaustive, counts: Pick<Found, 'carriedOut' | 'foretold'>): Found {
    const keys = graph.nodes.map(({ key }) => key).toSorted()
    const shown = [...this.#shown].toSorted()
    return { shown, keys, states: keys.length, ...counts, hasDeferred: this.#hasDeferred }
  }
}
