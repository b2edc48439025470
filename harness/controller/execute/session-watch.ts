import { isDeepStrictEqual } from 'node:util'
import type { Classify, Content } from '../../model/content.ts'
import type { ReadRecord } from '../../model/record.ts'
import { textOfValue } from '../../model/value.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import type { Writable } from '../../model/writable.ts'

/**
 * Reads session files between two steps, when nobody else can: what any reader would have seen there.
 * A session that was not touched since still holds what it held.
 */
export class SessionWatch {
  reads: Writable<ReadRecord>[] = []
  readonly #dir: Pick<RunDirectory, 'read'>
  #classify: Classify
  /** Nobody reads while the application is down. */
  #isPaused = false
  #latest = new Map<string, Writable<ReadRecord>>()
  /** Of these it is not known what they have held since. */
  #unseen = new Set<string>()
  /** Grows with all that is read. */
  changes = 0

  constructor(dir: Pick<RunDirectory, 'read'>, classify: Classify) {
    this.#dir = dir
    this.#classify = classify
  }

  /** The same, from where each goes on by itself. @param dir of the fork */
  fork(dir: Pick<RunDirectory, 'read'>): SessionWatch {
    const fork = new SessionWatch(dir, this.#classify)
    fork.#isPaused = this.#isPaused
    fork.changes = this.changes
    fork.#unseen = new Set(this.#unseen)
    // Only the latest of each session changes any more.
    const copies = new Map(Array.from(this.#latest.values(), (read) => [read, { ...read }]))
    fork.#latest = new Map(Array.from(this.#latest, ([session, read]) => [session, copies.get(read) ?? read]))
    fork.reads = this.reads.map((read) => copies.get(read) ?? read)
    return fork
  }

  /** Looks at a session's file; returns what it holds if that is something new. */
  look(session: string, file: string, position: number): Content | null {
    return this.note(session, this.see(session, file), position)
  }

  /** What a session's file holds now. */
  see(session: string, file: string): Content {
    return this.#classify(session, this.#dir.read(file))
  }

  /** The same of what was looked at in another way. */
  note(session: string, content: Content, position: number): Content | null {
    this.changes += 1
    const latest = this.#latest.get(session)
    const isSame = latest !== undefined && sameContent(latest.content, content)
    if (latest && (isSame || !this.#unseen.has(session))) latest.lastStart = latest.until = position
    this.#unseen.delete(session)
    if (isSame) return null
    const read: Writable<ReadRecord> = {
      reader: 0,
      session,
      content,
      from: position,
      firstEnd: position,
      lastStart: position,
      until: position,
    }
    this.#latest.set(session, read)
    if (!this.#isPaused) this.reads.push(read)
    return content
  }

  /** Something has changed, and nobody could look: what sessions held until then may be gone. */
  lapse(position: number): void {
    this.changes += 1
    for (const [session, latest] of this.#latest) {
      if (this.#unseen.has(session)) continue
      latest.lastStart = latest.until = position
      this.#unseen.add(session)
    }
  }

  /** From here on, what the files hold is not seen by any reader; nor is it told by calls that were known before. */
  pause(classify: Classify): void {
    this.changes += 1
    this.#classify = classify
    this.#isPaused = true
    this.#latest.clear()
  }

  /** Readers begin anew: they have seen nothing yet. */
  resume(): void {
    this.changes += 1
    this.#isPaused = false
    this.#latest.clear()
  }

  /** What files hold that differs from when they were last looked at; nobody has read it. */
  differing(files: Readonly<Record<string, string>>): Record<string, Content> {
    const contents = Object.entries(files).map(
      ([session, file]) => [session, this.#classify(session, this.#dir.read(file))] as const,
    )
    return Object.fromEntries(
      contents.filter(([session, content]) => !sameContent(this.held(session) ?? missing, content)),
    )
  }

  /** What a session's file held when it was last looked at. */
  held(session: string): Content | undefined {
    return this.#latest.get(session)?.content
  }

  /** By session, what its file held when it was last looked at. */
  finals(): Record<string, Content> {
    return Object.fromEntries([...this.#latest].map(([session, { content }]) => [session, content]))
  }
}

const missing: Content = { kind: 'missing' }

function sameContent(left: Content, right: Content): boolean {
  if (left.kind !== right.kind) return false
  if (left.kind === 'missing' && right.kind === 'missing')
    return left.reason === right.reason && left.exists === right.exists
  if (left.kind === 'complete' && right.kind === 'complete') {
    return left.writer === right.writer && left.call === right.call
  }
  if (left.kind === 'value' && right.kind === 'value')
    return textOfValue(left.value) === textOfValue(right.value)
  if (left.kind === 'inaccessible' && right.kind === 'inaccessible') return left.reason === right.reason
  // Unreadable in another way is something new to show, though not to judge.
  if (!('mixes' in left) || !('mixes' in right)) return false
  const isAlike = left.bytes === right.bytes && left.mixes === right.mixes
  return isAlike && isDeepStrictEqual(left.runs, right.runs)
}
