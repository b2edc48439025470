import { isDeepStrictEqual } from 'node:util'
import { count } from './count.ts'
import { documentOf } from './document.ts'
import { HarnessError, messageOf } from './errors.ts'
import { runsOf, textOf, type Owned, type Run } from './runs.ts'
import { asJson, documentsIn, valueOf, type Value } from './value.ts'
import { ValueWords } from './value-words.ts'
import { callLabel, type CallId, type Workload } from './workload.ts'

/** What a session file held at one moment, told by whose output it is. */
export type Content =
  | {
      readonly kind: 'missing'
      /** Where it is more than that nothing has its name. */
      readonly reason?: string
      /** Its file is there, and `read` gives `undefined` of it: nothing of this session. */
      readonly exists?: true
    }
  /** There is something, and its bytes are not read. */
  | {
      readonly kind: 'inaccessible'
      /** What it is, in words. */
      readonly reason: string
      /** An application would have read it: nothing is known of what it makes of it. */
      readonly isTooLarge?: true
      /** Its load was rejected after it had waited, as for a lock, or waits for ever: that says nothing of what is there. */
      readonly gaveUp?: true
    }
  /** The complete output of one call. */
  | ({
      readonly kind: 'complete'
      readonly bytes: number
      /** What it says; only where a counterexample is recorded. */
      readonly text?: string
    } & CallId)
  /** `read` rejects it. */
  | ({ readonly kind: 'unreadable'; readonly reason: string } & Mixture)
  /** What the target's specification is to explain. */
  | {
      readonly kind: 'value'
      readonly bytes: number
      readonly value: Value
      /** Whose bytes these are; only where a counterexample is recorded. */
      readonly runs?: readonly Run[]
    }
  /** `read` accepts it, yet it equals no call's output. */
  | ({
      readonly kind: 'foreign'
      /** The call whose document it says, in other bytes than that call was given. */
      readonly says?: CallId
    } & Mixture)

interface Mixture {
  readonly bytes: number
  readonly mixes: string
  /** Whose bytes these are; only where a counterexample is recorded. */
  readonly runs?: readonly Run[]
}

/** What there is where no bytes were read. */
export type Unread = Extract<Content, { kind: 'missing' | 'inaccessible' }>

/** Said alike, whether a directory was looked at or the image of a disk. */
export const unread = {
  directory: { kind: 'inaccessible', reason: 'a directory, and no file (EISDIR)' },
  loop: { kind: 'inaccessible', reason: 'a link that leads to itself (ELOOP)' },
} as const satisfies Record<string, Unread>

/** A file that is mixed more finely than that is described well enough. */
const mostNames = 6

/** Tells whose output the bytes of a session file are. */
export type Classify = (session: string, bytes: Uint8Array | Unread | null) => Content

export interface ClassifyOptions {
  readonly byteExact: boolean
  /** The target's own `read`; default `JSON.parse` of the UTF-8 text. */
  readonly read?: ((bytes: Uint8Array, session: string) => unknown) | undefined
  /** True where a file holds more than one call's output, which a specification is to explain. */
  readonly holdsValues?: boolean
}

/** Builds the classifier of a workload's session files. `read` is called once for each distinct content. */
export function classifier(
  workload: Workload,
  { byteExact, read = parseJson, holdsValues = false }: ClassifyOptions,
): Classify {
  if (holdsValues) return valueClassifier(workload, read)
  const outputs = outputsOf(workload)
  return (session, bytes) => {
    if (!(bytes instanceof Uint8Array)) return contentOfUnread(session, bytes, read !== parseJson)
    const candidates = outputs.filter((output) => output.plan.session === session)
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const claimed = claimOf(buffer)
    const exact = candidates.find(
      ({ id, bytes: output }) =>
        id.writer === claimed?.writer && id.call === claimed.call && output().equals(buffer),
    )
    if (exact && (byteExact || read === parseJson)) {
      return { kind: 'complete', bytes: buffer.length, writer: exact.id.writer, call: exact.id.call }
    }
    let decoded: unknown
    try {
      decoded = read(bytes, session)
    } catch (error) {
      return {
        kind: 'unreadable',
        bytes: buffer.length,
        reason: excerpt(messageOf(error)),
        mixes: mixOf(buffer),
      }
    }
    // Of a file that several sessions share: this one has no part in it yet.
    if (decoded === undefined) return { kind: 'missing', exists: true }
    // Decoders differ in prototypes and in fields that are `undefined`; the document is plain JSON.
    const said = asJson(decoded)
    const equal = candidates.find(({ id, plan }) => isDeepStrictEqual(said, documentOf(id, plan)))
    if (equal && !byteExact) return { kind: 'complete', bytes: buffer.length, ...equal.id }
    const says = equal && { says: equal.id }
    return { kind: 'foreign', bytes: buffer.length, mixes: mixOf(buffer), ...says }
  }
}

/** Tells what the bytes of a session file say, for a specification to explain. */
function valueClassifier(
  workload: Workload,
  read: (bytes: Uint8Array, session: string) => unknown,
): Classify {
  const documents = documentsIn(workload)
  return (session, bytes) => {
    if (!(bytes instanceof Uint8Array)) return contentOfUnread(session, bytes, read !== parseJson)
    const { length } = bytes
    let decoded: unknown
    try {
      decoded = read(bytes, session)
    } catch (error) {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      return { kind: 'unreadable', bytes: length, reason: excerpt(messageOf(error)), mixes: mixOf(buffer) }
    }
    if (decoded === undefined) return { kind: 'missing', exists: true }
    return { kind: 'value', bytes: length, value: valueOf(decoded, documents) }
  }
}

/**
 * What to make of a file that was not read.
 *
 * @param hasOwnRead the target decides what its files mean
 * @throws HarnessError where that cannot be told.
 */
export function contentOfUnread(session: string, found: Unread | null, hasOwnRead: boolean): Content {
  if (found?.kind === 'inaccessible' && found.isTooLarge && hasOwnRead) {
    throw new HarnessError(
      `the file of ${session} is ${found.reason}, so what the target's read makes of it is not known; expected files of a test to be smaller`,
      { process: 'the target' },
    )
  }
  return found ?? { kind: 'missing' }
}

/**
 * A classifier that also keeps what the files say, and whose each byte is of a file that is no single call's.
 *
 * @param ownedIn whose bytes a session file holds; null where that is not known
 */
export function attributing(
  classify: Classify,
  ownedIn: (session: string) => readonly Owned[] | null,
): Classify {
  return (session, bytes) => {
    const content = classify(session, bytes)
    if (!(bytes instanceof Uint8Array)) return content
    if (content.kind === 'missing' || content.kind === 'inaccessible') return content
    if (content.kind === 'complete') return { ...content, text: textOf(bytes) }
    const runs = runsOf(bytes, ownedIn(session) ?? [])
    return runs ? { ...content, runs } : content
  }
}

/** One line for a person: what the file holds. */
export function describeContent(content: Content, workload: Workload): string {
  switch (content.kind) {
    case 'missing':
      if (content.exists) return 'nothing of this session'
      return content.reason === undefined ? 'no file' : `no file, since ${content.reason}`
    case 'inaccessible':
      return content.reason
    case 'complete':
      return `the complete output of ${nameOf(content, workload)} (${count(content.bytes, 'byte')})`
    case 'value':
      return new ValueWords((id) => nameOf(id, workload)).of(content.value)
    case 'unreadable':
      return content.bytes === 0
        ? 'an empty file'
        : `${count(content.bytes, 'byte')} that cannot be read (${content.reason})${whose(content)}`
    case 'foreign':
      return content.says
        ? `${count(content.bytes, 'byte')} that say what ${nameOf(content.says, workload)} was given, but are not the bytes that it was given`
        : `${count(content.bytes, 'byte')} that can be read, yet are no call's output${whose(content)}`
  }
}

export function nameOf(id: CallId, workload: Workload): string {
  const operation = workload.writers[id.writer - 1]?.[id.call - 1]?.operation ?? 'call'
  return callLabel(id, operation)
}

function outputsOf(workload: Workload) {
  return workload.writers.flatMap((plans, writer) =>
    plans.map((plan, call) => {
      const id: CallId = { writer: writer + 1, call: call + 1 }
      let encoded: Buffer | undefined
      const bytes = () => (encoded ??= Buffer.from(JSON.stringify(documentOf(id, plan))))
      return { id, plan, bytes }
    }),
  )
}

/** Whose output a text claims to be by its first fields: the only one that it can equal byte for byte. */
function claimOf(buffer: Buffer): CallId | null {
  const match = /^\{"writer":(\d+),"call":(\d+),/.exec(buffer.toString('latin1', 0, 64))
  return match && { writer: Number(match[1]), call: Number(match[2]) }
}

function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
}

/** The runs of bytes by writer and call, as the payload's own marks tell them: `w1#2, then w2#1`. */
function mixOf(buffer: Buffer): string {
  const runs: string[] = []
  const sample = buffer.length > 1 << 20 ? buffer.subarray(0, 1 << 20) : buffer
  for (const [, writer, call] of sample.toString('utf8').matchAll(/w(\d+)é(\d+)\./g)) {
    const name = `w${writer}#${call}`
    if (runs.at(-1) !== name) runs.push(name)
    if (runs.length > mostNames) break
  }
  return runs.join(', then ')
}

function whose({ mixes, runs }: Mixture): string {
  const words = runs ? namesOf(runs) : mixes
  return words === '' ? '' : `; its bytes are of ${words}`
}

/** Nobody's bytes between somebody's are not worth a word, but where there are no others. */
function namesOf(runs: readonly Run[]): string {
  const names = runs.flatMap((run) => ('writer' in run ? [`w${run.writer}#${run.call}`] : []))
  const changes = names.filter((name, index) => name !== names[index - 1])
  return [...changes.slice(0, mostNames), ...(changes.length > mostNames ? ['…'] : [])].join(', then ')
}

function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 120 ? `${line.slice(0, 117)}…` : line
}
