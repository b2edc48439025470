import { isDeepStrictEqual } from 'node:util'
import { callIn, type Value } from './value.ts'
import type { CallId } from './workload.ts'

const mostParts = 6
const mostChars = 60

/** Values of a store in words: a call's document by the call's name, all else as JSON. */
export class ValueWords {
  readonly #nameOf: (id: CallId) => string

  constructor(nameOf: (id: CallId) => string) {
    this.#nameOf = nameOf
  }

  /** @param depth how many objects within objects are still told */
  of(value: Value, depth = 2): string {
    const call = callIn(value)
    if (call) return this.#nameOf(call)
    if (Array.isArray(value)) return `[${some(value.map((each) => this.of(each, depth - 1)))}]`
    if (typeof value === 'object' && value !== null) {
      if (depth <= 0) return '{…}'
      const parts = Object.entries(value).map(([key, each]) => `${key}: ${this.of(each, depth - 1)}`)
      return `{${some(parts)}}`
    }
    const text = value === undefined ? 'nothing' : JSON.stringify(value)
    return text.length > mostChars ? `${text.slice(0, mostChars - 1)}…` : text
  }

  /** How what was found differs from what was expected; empty where no difference is to be seen. */
  difference(found: Value, wanted: Value): string {
    if (isDeepStrictEqual(found, wanted)) return ''
    if (Array.isArray(found) && Array.isArray(wanted)) return this.#ofLists(found, wanted)
    if (isObject(found) && isObject(wanted) && !callIn(found) && !callIn(wanted))
      return this.#ofObjects(found, wanted)
    return `stands where ${this.of(wanted)} belongs`
  }

  #ofLists(found: readonly unknown[], wanted: readonly unknown[]): string {
    const missing = without(wanted, found)
    const added = without(found, wanted)
    const parts = [
      ...(missing.length > 0 ? [`lacks ${this.#list(missing)}`] : []),
      ...(added.length > 0 ? [`has ${this.#list(added)} in addition`] : []),
    ]
    return parts.length > 0 ? parts.join(', and ') : `is not in the order ${this.of(wanted)}`
  }

  #ofObjects(found: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, unknown>>): string {
    const missing = Object.keys(wanted).filter((key) => !Object.hasOwn(found, key))
    const added = Object.keys(found).filter((key) => !Object.hasOwn(wanted, key))
    const other = Object.keys(wanted).filter(
      (key) => Object.hasOwn(found, key) && !isDeepStrictEqual(found[key], wanted[key]),
    )
    return [
      ...(missing.length > 0 ? [`lacks ${some(missing)}`] : []),
      ...(added.length > 0 ? [`has ${some(added)} in addition`] : []),
      ...other
        .slice(0, mostParts)
        .map((key) => `has ${this.of(found[key])} for ${key} where ${this.of(wanted[key])} belongs`),
    ].join(', and ')
  }

  #list(values: readonly unknown[]): string {
    return some(values.map((value) => this.of(value)))
  }
}

function some(parts: readonly string[]): string {
  const more = parts.length - mostParts
  return [...parts.slice(0, mostParts), ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is in one list more often than in the other. */
function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const left = [...other]
  return list.filter((each) => {
    const at = left.findIndex((one) => isDeepStrictEqual(one, each))
    if (at === -1) return true
    left.splice(at, 1)
    return false
  })
}
