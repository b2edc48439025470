import path from 'node:path'
import { documentOf, type Document } from '../model/document.ts'

/** What the two calls of a try save: each has a session, which is its key, and a document of its own. */
export interface Given {
  readonly key: string
  readonly document: Document
  readonly text: string
  /** An object in which the document is under its key: of two, neither has a key of the other. */
  readonly value: Readonly<Record<string, Document>>
}

const givenTo = (key: string, call: number): Given => {
  const document = documentOf({ writer: 1, call }, { session: key, payloadBytes: 24 * call })
  return { key, document, text: JSON.stringify(document), value: { [key]: document } }
}
export const given: readonly [Given, Given] = [givenTo('s1', 2), givenTo('s2', 1)]

/** Where a function is to save: said to it by the path of a file, by that of a directory, or not at all. */
export type Place = 'file' | 'directory' | 'none'
/** What it is to save. `value` is the session's part of an object, or all of it. */
export type Payload = 'text' | 'value' | 'key-and-value'

/** A way in which a function may want to be called. */
export interface Form {
  readonly place: Place
  readonly payload: Payload
  /** The place comes behind what is to be saved. */
  readonly isPlaceLast?: true
}

/** In the order in which they are tried: what is usual comes first. */
export const forms: readonly Form[] = [
  { place: 'file', payload: 'text' },
  { place: 'file', payload: 'value' },
  { place: 'file', payload: 'key-and-value' },
  { place: 'file', payload: 'text', isPlaceLast: true },
  { place: 'file', payload: 'value', isPlaceLast: true },
  { place: 'directory', payload: 'key-and-value' },
  { place: 'directory', payload: 'value' },
  { place: 'directory', payload: 'text' },
  { place: 'none', payload: 'value' },
  { place: 'none', payload: 'text' },
  { place: 'none', payload: 'key-and-value' },
]

/** Of a try, where a function may save. */
export const names = { file: 's1.json', directory: 'store', workingDirectory: 'here' } as const

/** What a call of a try is given. */
export function parametersOf(form: Form, call: Given, root: string): unknown[] {
  const saved: Readonly<Record<Payload, readonly unknown[]>> = {
    text: [call.text],
    value: [call.value],
    'key-and-value': [call.key, call.document],
  }
  const place = form.place === 'none' ? [] : [path.join(root, names[form.place])]
  return inOrder(form, place, saved[form.payload])
}

/** The parameters as a target's source has them. */
export function expressionOf(form: Form, name: string, parts: Readonly<Record<string, string>>): string {
  const place = form.place === 'none' ? [] : [parts['place']]
  const saved =
    form.payload === 'key-and-value'
      ? [parts['key'], parts['value']]
      : [parts[form.payload] ?? parts['value']]
  return `${name}(${inOrder(form, place, saved).join(', ')})`
}

/** For the user, for example `a path and a text`. */
export function wordsOf({ place, payload, isPlaceLast }: Form): string {
  const where = { file: ['a path'], directory: ["a directory's path"], none: [] }[place]
  const saved = { text: ['a text'], value: ['a value'], 'key-and-value': ['a key', 'a value'] }[payload]
  const words = isPlaceLast ? [...saved, ...where] : [...where, ...saved]
  return words.length === 1 ? `${words[0]} alone` : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

function inOrder<T>({ isPlaceLast }: Form, place: readonly T[], saved: readonly T[]): T[] {
  return isPlaceLast ? [...saved, ...place] : [...place, ...saved]
}
