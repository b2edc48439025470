import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Classify, Content, Unread } from '../model/content.ts'
import type { ReadRecord } from '../model/record.ts'
import type { Target } from '../model/target.ts'
import { readFile } from '../guarded/read-file.ts'
import type { Reply, Request } from '../protocol/messages.ts'
import { classifierOf } from './load-target.ts'
import { sessionsOf } from '../model/workload.ts'
import { loadSession } from './load-store.ts'
import { noticingWaits } from './waiting.ts'
import { microsSince, rest } from './barrier.ts'
import type { Writable } from '../model/writable.ts'

const restMicros = 60
/** Captured before the target can put fake timers in its place. */
const { setImmediate: nextTurn } = globalThis

/** Reads the session files over and over, as a concurrent application would, and keeps what changes. */
export class Watch {
  readonly #request: Extract<Request, { type: 'watch' }>
  readonly #classify: Classify
  readonly #interrupted: () => Promise<unknown>
  readonly #reads: Writable<ReadRecord>[] = []
  readonly #target: Target
  readonly #loads: boolean
  readonly #sessions: readonly string[]
  /** By session, what was loaded last. */
  readonly #loaded = new Map<string, Writable<ReadRecord>>()
  /** By session, the bytes seen last and their record: equal reads in a row are one record. */
  readonly #latest = new Map<string, { bytes: Buffer | Unread; record: Writable<ReadRecord> }>()

  constructor(
    request: Extract<Request, { type: 'watch' }>,
    target: Target,
    interrupted: () => Promise<unknown>,
  ) {
    this.#request = request
    this.#classify = classifierOf(target, request.workload)
    this.#interrupted = interrupted
    this.#target = target
    this.#loads = target.load !== undefined
    this.#sessions = sessionsOf(request.workload)
  }

  async run(startAtNanos: bigint): Promise<void> {
    const stop = new AbortController()
    const stopped = this.#interrupted().then(() => stop.abort())
    while (!stop.signal.aborted) {
      const changes = this.#reads.length
      for (const [session, file] of Object.entries(this.#request.files)) {
        this.#read(session, path.join(this.#request.dir, file), startAtNanos)
      }
      if (this.#loads) for (const session of this.#sessions) await this.#load(session, startAtNanos)
      // A reader that never rests takes the core that a writer needs to make something happen.
      if (this.#reads.length === changes) rest(restMicros)
      await new Promise((resolve) => nextTurn(resolve))
    }
    await stopped
  }

  /** As an application that starts meanwhile: whoever writes may come between its steps. */
  async #load(session: string, startAtNanos: bigint): Promise<void> {
    const { dir, workload, reader } = this.#request
    const from = microsSince(startAtNanos)
    const { result: content, waited } = await noticingWaits(() =>
      loadSession(this.#target, { dir, session, workload }),
    )
    // That it gave up waiting, for a lock for instance, says nothing of the store.
    if (content.kind === 'inaccessible' && waited) return
    const until = microsSince(startAtNanos)
    const latest = this.#loaded.get(session)
    if (latest && isDeepStrictEqual(latest.content, content)) {
      latest.lastStart = from
      latest.until = until
      return
    }
    const record = { reader, session, content, from, firstEnd: until, lastStart: from, until }
    this.#reads.push(record)
    this.#loaded.set(session, record)
  }

  report(): Reply {
    return { type: 'watched', reads: this.#reads }
  }

  #read(session: string, file: string, startAtNanos: bigint): void {
    const from = microsSince(startAtNanos)
    const read = readFile(file)
    const until = microsSince(startAtNanos)
    const latest = this.#latest.get(session)
    if (latest && sameBytes(latest.bytes, read)) {
      latest.record.lastStart = from
      latest.record.until = until
      return
    }
    // What was read is valid until the next file is.
    const bytes = Buffer.isBuffer(read) ? Buffer.from(read) : read
    const content: Content = this.#classify(session, bytes)
    const { reader } = this.#request
    const record = { reader, session, content, from, firstEnd: until, lastStart: from, until }
    this.#reads.push(record)
    this.#latest.set(session, { bytes, record })
  }
}

function sameBytes(left: Buffer | Unread, right: Buffer | Unread): boolean {
  if (!Buffer.isBuffer(left) || !Buffer.isBuffer(right)) return isDeepStrictEqual(left, right)
  return left.equals(right)
}
