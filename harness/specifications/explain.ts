import type { Explanation, Unexplained } from '../model/explanation.ts'
import type { History, HistoryCall, HistoryLook } from '../model/history.ts'
import type { Specification } from '../model/specification.ts'
import { callLabel, type CallId } from '../model/workload.ts'
import { findOrder, type Found } from './order/find-order.ts'
import { ValueWords } from '../model/value-words.ts'
import { valueIn } from './value-in.ts'

/** What was found of a store: what a look gave, or what a call returned. */
type Observation =
  | { readonly kind: 'look'; readonly index: number; readonly end: number }
  | { readonly kind: 'call'; readonly call: HistoryCall; readonly end: number }

/**
 * Whether one order of the calls explains a history; if not, what cannot be explained first, and which calls are lost.
 *
 * @throws as `findOrder` does.
 */
export function explain<State>(history: History, specification: Specification<State>): Explanation {
  const found = findOrder(history, specification)
  if (found.kind === 'order') return { kind: 'explained' }
  if (found.kind === 'undecided') return { kind: 'undecided' }
  return new Failure(history, specification).explanation()
}

/** A history that no order explains. */
class Failure<State> {
  readonly #history: History
  readonly #specification: Specification<State>
  readonly #words: ValueWords

  constructor(history: History, specification: Specification<State>) {
    this.#history = history
    this.#specification = specification
    const names = new Map(history.calls.map((call) => [nameOf(call), callLabel(call, call.name)]))
    this.#words = new ValueWords((id) => names.get(nameOf(id)) ?? callLabel(id, 'call'))
  }

  explanation(): Explanation {
    const observations = this.#observations()
    const count = this.#unexplainedPrefix(observations)
    const first = observations[count - 1]
    if (!first) return { kind: 'undecided' }
    const part = this.#with(observations.slice(0, count))
    const withLost = this.#withoutSome(part, first)
    const nearest = withLost?.found ?? this.#find(outOfTime(part, first))
    const lost = withLost?.lost ?? []
    const given =
      withLost?.found.kind === 'order' ? this.#after(withLost.found, lost) : this.#inTime(part.looks.at(-1))
    const value = first.kind === 'look' ? part.looks.at(-1)?.value : first.call.returned?.value
    return {
      kind: 'unexplained',
      ...this.#whereOf(first),
      lost: lost.map(idOf),
      isWhole: nearest.kind === 'order',
      found: this.#words.of(value),
      difference:
        first.kind === 'look' ? this.#words.difference(value, valueIn(given, this.#history.calls)) : '',
    } satisfies Unexplained
  }

  #whereOf(first: Observation): Pick<Unexplained, 'at' | 'session' | 'call'> {
    if (first.kind === 'call') return { at: 'returned', session: null, call: idOf(first.call) }
    const { at = 'end', session = null } = this.#history.looks[first.index] ?? {}
    return { at, session, call: null }
  }

  /** What lasts comes first, since what passes follows from it; else in the order in which they were over. */
  #observations(): Observation[] {
    const { looks, calls } = this.#history
    return [
      ...looks.map(({ end }, index) => ({ kind: 'look' as const, index, end })),
      ...calls.flatMap((call) =>
        call.returned ? [{ kind: 'call' as const, call, end: call.acknowledged ?? Infinity }] : [],
      ),
    ].toSorted((one, other) => this.#passes(one) - this.#passes(other) || one.end - other.end)
  }

  /** 1 of what was seen in between, else 0. */
  #passes(observation: Observation): number {
    const isLook = observation.kind === 'look'
    return Number(isLook && this.#history.looks[observation.index]?.at === 'between')
  }

  /** How many of the observations it takes until no order explains them: with fewer, one does. */
  #unexplainedPrefix(observations: readonly Observation[]): number {
    let [explained, unexplained] = [0, observations.length]
    while (unexplained - explained > 1) {
      const middle = Math.floor((explained + unexplained) / 2)
      if (this.#find(this.#with(observations.slice(0, middle))).kind === 'none') unexplained = middle
      else explained = middle
    }
    return unexplained
  }

  /** The history with these observations alone; the latest of the looks is the last. */
  #with(observations: readonly Observation[]): History {
    const checked = new Set(observations.flatMap((each) => (each.kind === 'call' ? [each.call] : [])))
    return {
      calls: this.#history.calls.map((call) => {
        const { returned: _returned, ...rest } = call
        return checked.has(call) ? call : rest
      }),
      looks: observations.flatMap((each) =>
        each.kind === 'look' ? [this.#history.looks[each.index] as HistoryLook] : [],
      ),
    }
  }

  /** As few acknowledged calls as it takes, left out; null where that does not help. */
  #withoutSome(part: History, first: Observation): { lost: HistoryCall[]; found: Found<State> } | null {
    const needed = part.calls.filter(({ by }) => by !== null)
    const some = this.#find({
      ...part,
      calls: part.calls.map((call) => (call.by === null ? call : maybe(call))),
    })
    if (some.kind !== 'order') return null
    const there = new Set(some.calls.map(nameOf))
    const lost = new Set(needed.filter((call) => !there.has(nameOf(call))))
    const find = () => this.#find({ ...part, calls: part.calls.filter((call) => !lost.has(call)) })
    let found = find()
    if (found.kind !== 'order') return null
    for (const call of needed.filter((each) => lost.has(each))) {
      lost.delete(call)
      const next = find()
      if (next.kind === 'order') found = next
      else lost.add(call)
    }
    // That a call was not made at all does not explain what it returned.
    const isOwn = first.kind === 'call' && [...lost].some((call) => nameOf(call) === nameOf(first.call))
    return isOwn ? null : { lost: [...lost], found }
  }

  /** What there would be, had the lost calls taken effect as well. */
  #after({ calls }: Extract<Found<State>, { kind: 'order' }>, lost: readonly HistoryCall[]): unknown {
    const names = new Set(calls.map(nameOf))
    return this.#stateAfter([...calls, ...lost.filter((call) => !names.has(nameOf(call)))])
  }

  /** After all calls that must have taken effect by then. */
  #inTime(look: HistoryLook | undefined): unknown {
    const { begin = Infinity } = look ?? {}

    return this.#stateAfter(
      this.#history.calls.filter(({ by }) => by !== null && by < begin).toSorted((a, b) => a.begin - b.begin),
    )
  }

  #stateAfter(calls: readonly HistoryCall[]): unknown {
    let state = this.#specification.initial()
    for (const { name, document, writer, call } of calls)
      ({ state } = this.#specification.apply(state, { name, document, writer, call }))
    return state
  }

  #find(history: History): Found<State> {
    return findOrder(history, this.#specification)
  }
}

/** It may have taken effect, or not. */
function maybe({ returned: _returned, ...call }: HistoryCall): HistoryCall {
  return { ...call, by: null, acknowledged: null }
}

/** What was found last by itself: any calls, at any time. */
function outOfTime({ calls, looks }: History, found: Observation): History {
  const anyTime = calls.map((call) => ({ ...maybe(call), begin: 0 }))
  if (found.kind === 'look') return { calls: anyTime, looks: looks.slice(-1) }
  const own = calls.find((call) => nameOf(call) === nameOf(found.call)) ?? found.call
  return {
    calls: [...anyTime.filter((call) => nameOf(call) !== nameOf(own)), { ...own, begin: 0 }],
    looks: [],
  }
}

function nameOf({ writer, call }: CallId): string {
  return `${writer} ${call}`
}

function idOf({ writer, call }: HistoryCall) {
  return { writer, call }
}
