import { documentOf } from '../../harness/model/document.ts'
import type { History, HistoryCall, HistoryLook } from '../../harness/model/history.ts'
import type { Model } from './models.ts'

type Draw = (below: number) => number

const mostCalls = 4
const mostLooks = 3
const sessions = ['s1', 's2']

/** Numbers from 0 on, all of which follow from a seed. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function drawsOf(seed: number): Draw {
  let state = seed | 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/**
 * A history of a few calls and looks around the instants of an execution that went right; in three of four something is
 * changed afterwards, so that about half of them are to be explained.
 */
export function historyOf(model: Model, draw: Draw): History {
  const count = 1 + draw(mostCalls)
  const planned = Array.from({ length: count }, (_, index) => callOf(index, model, draw))
  const order = shuffled(planned, draw)
  const effects = order.filter(({ by }) => by !== null || draw(2) === 0)
  const looks: HistoryLook[] = []
  const calls: HistoryCall[] = order.filter((call) => !effects.includes(call))
  const done: HistoryCall[] = []
  for (const [index, call] of effects.entries()) {
    if (looks.length < mostLooks - 1 && draw(3) === 0)
      looks.push(lookOf(10 * index + 5, model.valueOf(done), draw))
    done.push(call)
    calls.push(around(10 * index + 10, call, { draw, returned: model.returnOf(done) }))
  }
  if (draw(8) > 0)
    looks.push({ begin: 1000, end: 1000, session: 's1', at: 'end', value: model.valueOf(done) })
  let history: History = { calls, looks }
  for (let changes = draw(4); changes > 0; changes -= 1) history = changed(history, model, draw)
  return history
}

function callOf(index: number, model: Model, draw: Draw): HistoryCall {
  const writer = 1 + (index % 2)
  const call = 1 + Math.floor(index / 2)
  const session = sessions[draw(sessions.length)] as string
  const document = documentOf({ writer, call }, { session, payloadBytes: 4 })
  const isNeeded = draw(4) > 0
  const name = model.names[draw(model.names.length)] as string
  return { name, document, writer, call, begin: draw(30), by: isNeeded ? 0 : null, acknowledged: null }
}

/** A place in time that holds the instant at which the call took effect. */
function around(
  instant: number,
  call: HistoryCall,
  { draw, returned }: { readonly draw: Draw; readonly returned: unknown },
): HistoryCall {
  const begin = instant - draw(15)
  if (call.by === null) return { ...call, begin }
  const by = instant + draw(15)
  const isDeferred = draw(4) === 0
  return {
    ...call,
    begin,
    by: isDeferred ? 999 : by,
    acknowledged: isDeferred ? Math.min(by, begin + draw(10)) : by,
    ...(!isDeferred && returned !== undefined && { returned: { value: returned } }),
  }
}

function lookOf(instant: number, value: unknown, draw: Draw): HistoryLook {
  return { begin: instant - draw(8), end: instant + draw(8), session: 's1', at: 'end', value }
}

/** Something else was seen, or at another time, or was promised. */
function changed({ calls, looks }: History, model: Model, draw: Draw): History {
  const at = draw(calls.length + looks.length)
  const look = looks[at - calls.length]
  if (look) {
    const some = shuffled(calls, draw).slice(0, draw(calls.length + 1))
    const other =
      draw(2) === 0 ? { value: model.valueOf(some) } : { begin: look.begin - 20, end: look.end - 20 }
    return { calls, looks: looks.with(at - calls.length, { ...look, ...other }) }
  }
  const call = calls[at] as HistoryCall
  const begin = Math.max(0, call.begin - 15 + draw(30))
  const isNeeded = draw(3) > 0
  const by = begin + draw(20)
  const returned = draw(2) === 0 && call.returned ? { returned: { value: model.returnOf([call]) } } : {}
  const other = isNeeded ? { by, acknowledged: by } : { by: null, acknowledged: null }
  return { calls: calls.with(at, { ...call, begin, ...other, ...(isNeeded && returned) }), looks }
}

function shuffled<T>(items: readonly T[], draw: Draw): T[] {
  const left = [...items]
  return items.map(() => left.splice(draw(left.length), 1)[0] as T)
}
