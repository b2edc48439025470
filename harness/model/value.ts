import { isDeepStrictEqual } from 'node:util'
import { documentOf, type Document } from './document.ts'
import type { CallId, Workload } from './workload.ts'

/** The document that a call was given; `undefined` where there is no such call. */
export type DocumentOf = (id: CallId) => Document | undefined

/**
 * What a store was found to hold, or a call returned: JSON in which each call's document is a reference to the call. So
 * it is short, and its text tells it from others.
 */
export type Value = unknown

/** Printable, since values are shown and saved; no store has such a key. */
const mark = 'onewriter: the document of call'

interface Reference {
  readonly [mark]: readonly [writer: number, call: number]
}

/** @returns `undefined` where JSON makes nothing of it. */
export function valueOf(value: unknown, documents: DocumentOf): Value {
  const json = asJson(value)
  return json === undefined ? undefined : replaced(json, (each) => referenceTo(each, documents))
}

export function documentsIn({ writers }: Workload): DocumentOf {
  return (id) => {
    const plan = writers[id.writer - 1]?.[id.call - 1]
    return plan && documentOf(id, plan)
  }
}

/** The value as it was, each document the one that is given for its call. */
export function withDocuments(value: Value, documents: DocumentOf): unknown {
  return replaced(value, (each) => {
    const id = callIn(each)
    return id ? documents(id) : undefined
  })
}

/** The call whose document stands there, if one does. */
export function callIn(value: unknown): CallId | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, mark)) return null
  const [writer, call] = (value as Reference)[mark]
  return { writer, call }
}

/** Nobody changes a value; the same ones come again and again. */
const texts = new WeakMap<object, string>()

/** Equal for equal values, in whatever order a load has come upon their keys. */
export function textOfValue(value: Value): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing'
  let text = texts.get(value)
  if (text === undefined) texts.set(value, (text = JSON.stringify(value, inOrder)))
  return text
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  return entries.length < 2
    ? value
    : Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** What JSON makes of a value; `undefined` where that is nothing, or cannot be done. */
export function asJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value))
  } catch {
    return undefined
  }
}

function referenceTo(value: object, documents: DocumentOf): Reference | undefined {
  const { writer, call } = value as Partial<Document>
  if (typeof writer !== 'number' || typeof call !== 'number') return undefined
  const document = documents({ writer, call })
  return document && isDeepStrictEqual(value, document) ? { [mark]: [writer, call] } : undefined
}

/** Objects that are something else are replaced by it, in whatever they are. */
function replaced(value: unknown, by: (value: object) => object | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value
  const other = by(value)
  if (other) return other
  if (Array.isArray(value)) return value.map((each) => replaced(each, by))
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, by)]))
}
