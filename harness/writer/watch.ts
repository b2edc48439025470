import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Classify, Content, Unread } from '../model/content.ts'
import type { ReadRecord } from '../model/record.ts'
import type { Target } from '../model/target.ts'
import { readFile } from '../guarded/read-file.ts'
import type { Reply, Request } from '../protocol/messages.ts'
import { classifierOf } from './load-target.ts'
import { microsSince, rest } from './barrier.ts'

const restMicros = 60
/** Captured before the target can put fake timers in its place. */
const { setImmediate: nextTurn } = globalThis

type Draft = { -readonly [Key in keyof ReadRecord]: ReadRecord[Key] }

/** Reads the session files over and over, as a concurrent application would, and keeps what changes. */
export class Watch {
  readonly #request: Extract<Request, { type: 'watch' }>
  readonly #classify: Classify
  readonly #interrupted: () => Promise<unknown>
  readonly #reads: Draft[] = []
  /** By session, the bytes seen last and their record: equal reads in a row are one record. */
  readonly #latest = new Map<string, { bytes: Buffer | Unread; record: Draft }>()

  constructor(
    request: Extract<Request, { type: 'watch' }>,
    target: Target,
    interrupted: () => Promise<unknown>,
  ) {
    this.#request = request
    this.#classify = classifierOf(target, request.workload)
    this.#interrupted = interrupted
  }

  async run(startAtNanos: bigint): Promise<void> {
    const stop = new AbortController()
    const stopped = this.#interrupted().then(() => stop.abort())
    while (!stop.signal.aborted) {
      const changes = this.#reads.length
      for (const [session, file] of Object.entries(this.#request.files)) {
        this.#read(session, path.join(this.#request.dir, file), startAtNanos)
      }
      // A reader that never rests takes the core that a writer needs to make something happen.
      if (this.#reads.length === changes) rest(restMicros)
      await new Promise((resolve) => nextTurn(resolve))
    }
    await stopped
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
