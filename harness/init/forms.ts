import path from 'node:path'
import { documentOf, type Document } from '../model/document.ts'
import { optionNames, type OptionNames } from './option-names.ts'

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
/** What is not a parameter by itself: a function may take it from an object of options. */
export type InOptions = 'all' | 'place' | 'payload'

/** A way in which a function may want to be called. */
export interface Form {
  readonly place: Place
  readonly payload: Payload
  /** The place comes behind what is to be saved. */
  readonly isPlaceLast?: true
  /** Never with a key. */
  readonly inOptions?: InOptions
}

/** In the order in which they are tried: what is usual comes first. */
export const forms: readonly Form[] = [
  { place: 'file', payload: 'text' },
  { place: 'file', payload: 'value' },
  { place: 'file', payload: 'key-and-value' },
  { place: 'file', payload: 'text', isPlaceLast: true },
  { place: 'file', payload: 'value', isPlaceLast: true },
  { place: 'file', payload: 'key-and-value', isPlaceLast: true },
  { place: 'file', payload: 'text', inOptions: 'all' },
  { place: 'file', payload: 'value', inOptions: 'all' },
  { place: 'file', payload: 'text', isPlaceLast: true, inOptions: 'place' },
  { place: 'file', payload: 'value', isPlaceLast: true, inOptions: 'place' },
  { place: 'file', payload: 'text', inOptions: 'payload' },
  { place: 'file', payload: 'value', inOptions: 'payload' },
  { place: 'directory', payload: 'key-and-value' },
  { place: 'directory', payload: 'value' },
  { place: 'directory', payload: 'text' },
  { place: 'directory', payload: 'key-and-value', isPlaceLast: true },
  { place: 'directory', payload: 'value', isPlaceLast: true },
  { place: 'directory', payload: 'text', isPlaceLast: true },
  { place: 'none', payload: 'value' },
  { place: 'none', payload: 'text' },
  { place: 'none', payload: 'key-and-value' },
]

/** Where one form works, those that may work as well: with as many parameters, in the other order, or another payload. */
export function rivalsOf(form: Form, among: readonly Form[]): Form[] {
  return among.filter(
    (other) =>
      other.place === form.place &&
      (other.inOptions === 'all') === (form.inOptions === 'all') &&
      (other.payload === 'key-and-value') === (form.payload === 'key-and-value'),
  )
}

/** Of a try, where a function may save. */
export const names = { file: 's1.json', directory: 'store', workingDirectory: 'here' } as const

/** What a call of a try is given. Of an object of options, each name that a function may ask for. */
export function parametersOf(form: Form, call: Given, root: string): unknown[] {
  const saved: Readonly<Record<Payload, readonly unknown[]>> = {
    text: [call.text],
    value: [call.value],
    'key-and-value': [call.key, call.document],
  }
  const place = form.place === 'none' ? [] : [path.join(root, names[form.place])]
  return inOrder(form, { place, saved: saved[form.payload], options: underEachName })
}

function underEachName(kinds: readonly [keyof OptionNames, readonly unknown[]][]): unknown[] {
  const entries = kinds.flatMap(([kind, [value]]) => optionNames[kind].map((name) => [name, value]))
  return [Object.fromEntries(entries)]
}

/** Which parameter is an object of options; null where none is. */
export function optionsAt({ inOptions }: Form): number | null {
  return inOptions === undefined ? null : inOptions === 'all' ? 0 : 1
}

/** The parameters as a target's source has them; `asked` are the names under which the function asks for its options. */
export function expressionOf(
  form: Form,
  name: string,
  { parts, asked }: { readonly parts: Readonly<Record<string, string>>; readonly asked?: OptionNames },
): string {
  const place = form.place === 'none' ? [] : [parts['place'] ?? '']
  const saved =
    form.payload === 'key-and-value'
      ? [parts['key'] ?? '', parts['value'] ?? '']
      : [parts[form.payload] ?? parts['value'] ?? '']
  const options = (kinds: readonly [keyof OptionNames, readonly string[]][]) => {
    const entries = kinds.flatMap(([kind, [value = '']]) =>
      (asked?.[kind] ?? []).map((key) => (key === value ? key : `${key}: ${value}`)),
    )
    return [`{ ${entries.join(', ')} }`]
  }
  return `${name}(${inOrder(form, { place, saved, options }).join(', ')})`
}

/** For the user, for example `a path and a text`. */
export function wordsOf(form: Form): string {
  const place = { file: ['a path'], directory: ["a directory's path"], none: [] }[form.place]
  const saved = { text: ['a text'], value: ['a value'], 'key-and-value': ['a key', 'a value'] }[form.payload]
  const words = inOrder(form, { place, saved, options: inAnObject })
  if (form.inOptions === 'all') return words.join()
  return words.length === 1 ? `${words[0]} alone` : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

function inAnObject(kinds: readonly [unknown, readonly string[]][]): string[] {
  return [`an object with ${kinds.flatMap(([, words]) => words).join(' and ')}`]
}

interface Parts<T> {
  readonly place: readonly T[]
  readonly saved: readonly T[]
  /** Makes one parameter of several things. */
  readonly options: (kinds: readonly [keyof OptionNames, readonly T[]][]) => readonly T[]
}

function inOrder<T>({ isPlaceLast, inOptions }: Form, { place, saved, options }: Parts<T>): T[] {
  if (inOptions === 'all')
    return [
      ...options([
        ['place', place],
        ['payload', saved],
      ]),
    ]
  const first = inOptions === 'place' ? options([['place', place]]) : place
  const second = inOptions === 'payload' ? options([['payload', saved]]) : saved
  return isPlaceLast ? [...second, ...first] : [...first, ...second]
}
