import type { History, HistoryCall, HistoryLook } from '../../harness/model/history.ts'
import type { Model } from './models.ts'

type Operation = { readonly call: HistoryCall } | { readonly look: HistoryLook }

/** Whether there is such an order as `findOrder` looks for, by trying every one. */
export function hasOrder({ calls, looks }: History, model: Model): boolean {
  const tryFrom = (left: readonly Operation[], done: readonly HistoryCall[]): boolean =>
    left.every((each) => !mustCome(each)) ||
    left.some((next) => {
      if (left.some((other) => other !== next && precedes(other, next))) return false
      const rest = left.filter((other) => other !== next)
      if ('look' in next) return isSame(next.look.value, model.valueOf(done), model) && tryFrom(rest, done)
      const after = [...done, next.call]
      const { returned } = next.call
      const returns = model.returnOf(after)
      if (returned && returns !== undefined && returned.value !== returns) return false
      return tryFrom(rest, after)
    })
  return tryFrom([...calls.map((call) => ({ call })), ...looks.map((look) => ({ look }))], [])
}

function mustCome(operation: Operation): boolean {
  return 'look' in operation || operation.call.by !== null
}

function precedes(one: Operation, other: Operation): boolean {
  const begin = 'look' in other ? other.look.begin : other.call.begin
  if ('look' in one) return one.look.end < begin
  if (one.call.by === null) return false
  if (one.call.by < begin) return true
  const isOwn = 'call' in other && one.call.writer === other.call.writer
  return isOwn && one.call.acknowledged !== null && one.call.acknowledged < begin
}

function isSame(found: unknown, expected: unknown, { isUnordered }: Model): boolean {
  const textOf = (value: unknown) => {
    if (!Array.isArray(value)) return JSON.stringify(withKeysInOrder(value))
    const texts = value.map((each) => JSON.stringify(each))
    return JSON.stringify(isUnordered ? texts.toSorted() : texts)
  }
  return textOf(found) === textOf(expected)
}

function withKeysInOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
}
