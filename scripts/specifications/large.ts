import { documentOf } from '../../harness/model/document.ts'
import type { History, HistoryCall } from '../../harness/model/history.ts'
import type { Model } from './models.ts'

function callsOf(model: Model, count: number): HistoryCall[] {
  return Array.from({ length: count }, (_, index) => {
    const [writer, call] = [1 + index, 1]
    const document = documentOf(
      { writer, call },
      { session: index % 2 === 0 ? 's1' : 's2', payloadBytes: 24 },
    )
    const name = model.names[index % model.names.length] as string
    return { name, document, writer, call, begin: 0, by: 1, acknowledged: 1 }
  })
}

function endingWith(calls: readonly HistoryCall[], model: Model, order = calls): History {
  return { calls, looks: [{ begin: 1e9, end: 1e9, session: 's1', at: 'end', value: model.valueOf(order) }] }
}

/** So many calls at the same time; what is there at the end is told by the reverse of their numbers. */
export function concurrent(model: Model, count: number): History {
  const calls = callsOf(model, count)
  return endingWith(calls, model, calls.toReversed())
}

/** So many calls, one after the other. */
export function sequential(model: Model, count: number): History {
  const calls = callsOf(model, count).map((call, index) =>
    Object.assign(call, { begin: 2 * index, by: 2 * index + 1, acknowledged: 2 * index + 1 }),
  )
  return endingWith(calls, model)
}

/** The same, but that this is what is there at the end. */
export function seenAs({ calls, looks }: History, value: unknown): History {
  const [look] = looks
  return { calls, looks: look ? [{ ...look, value }] : [] }
}
