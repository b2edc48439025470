import { isDeepStrictEqual } from 'node:util'
import type { Form, Given } from './forms.ts'

/** How two calls, one after the other, have left what they saved. */
export type Way = 'text' | 'document' | 'lines' | 'joined' | 'list' | 'keys' | 'file-for-each-key'

/** For the user. */
export const wayWords: Readonly<Record<Way, string>> = {
  text: 'the second call has replaced the file by exactly its text',
  document: 'the second call has replaced the file by its value as JSON',
  lines: 'each call has added a line',
  joined: 'each call has added its text, with nothing between',
  list: 'each call has added an entry to a list',
  keys: 'each call has set its key, and left the other as it was',
  'file-for-each-key': "each call has written its value as JSON to a file of its key's name",
}

/** Files that a try has left where it may save, by path. */
export type Files = Readonly<Record<string, string>>

export interface Seen {
  readonly way: Way
  /** Of the file that it saves to; of one for each key, that of the first key. */
  readonly file: string
}

/** Tells from what two calls have left how they save; null where that is none of these ways. */
export function wayOf({ payload }: Form, files: Files, given: readonly [Given, Given]): Seen | null {
  const entries = Object.entries(files)
  const [first, second] = given
  if (payload === 'key-and-value') {
    const own = ({ key, document }: Given) =>
      entries.filter(([name, text]) => name.includes(key) && isDeepStrictEqual(parsed(text), { ...document }))
    const [[mine] = []] = own(first)
    if (
      mine !== undefined &&
      entries.length === 2 &&
      own(second)[0]?.[0] === mine.replace(first.key, second.key)
    )
      return { way: 'file-for-each-key', file: mine }
  }
  const [[file, text] = []] = entries
  if (file === undefined || text === undefined || entries.length > 1) return null
  const way = (Object.keys(checks) as Check[]).find((each) => checks[each](text, payload, given))
  return way === undefined ? null : { way, file }
}

/** How much of what the second call was given a file shows that is in none of the known ways: 0 for nothing. */
export function nearness(text: string, { document, text: given }: Given): number {
  const found = parsed(text)
  if (holds(found, plain(document))) return 3
  if (holds(found, given)) return 2
  return text.includes(document.payload) ? 1 : 0
}

function holds(value: unknown, part: unknown): boolean {
  if (isDeepStrictEqual(value, part)) return true
  return typeof value === 'object' && value !== null && Object.values(value).some((each) => holds(each, part))
}

type Check = Exclude<Way, 'file-for-each-key'>

const checks: Readonly<
  Record<Check, (text: string, payload: Form['payload'], given: readonly [Given, Given]) => boolean>
> = {
  text: (text, payload, [, second]) => payload === 'text' && text === second.text,
  joined: (text, payload, [first, second]) => payload === 'text' && text === first.text + second.text,
  lines: (text, payload, given) => areBoth(text.trimEnd().split('\n').map(parsed), payload, given),
  list: (text, payload, given) => areBoth(parsed(text), payload, given),
  keys: (text, payload, [first, second]) =>
    payload !== 'text' && isDeepStrictEqual(parsed(text), { ...plain(first.value), ...plain(second.value) }),
  document: (text, payload, [, second]) =>
    payload !== 'key-and-value' && isDeepStrictEqual(parsed(text), savedBy(payload, second)),
}

function areBoth(found: unknown, payload: Form['payload'], given: readonly [Given, Given]): boolean {
  const saved = given.map((each) => savedBy(payload, each))
  return payload !== 'key-and-value' && isDeepStrictEqual(found, saved)
}

function savedBy(payload: Form['payload'], { document, value }: Given): unknown {
  return plain(payload === 'value' ? value : document)
}

function plain(value: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
