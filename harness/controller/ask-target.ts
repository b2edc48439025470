import { digestOf } from '../model/digest.ts'
import { remembering } from '../model/remembering.ts'
import { classifier, contentOfUnread, type Classify } from '../model/content.ts'
import type { Loaded, LoadMoment } from './execute/loader.ts'
import { undecidedAmong, type Explanation } from '../model/explanation.ts'
import {
  groupsOf,
  historyFrom,
  nameOfTimed,
  timedAtRestart,
  timedAfterLoss,
  timedOf,
  type Timed,
} from '../model/history-of.ts'
import { losesPower, restartsIn, type ExecutionRecord } from '../model/record.ts'
import type { TargetFacts } from '../model/target.ts'
import type { Workload } from '../model/workload.ts'
import type { Reply, ReplyOf, Request } from '../protocol/messages.ts'

/** Asks a process that has the target loaded and makes no calls. */
export type Ask = <Type extends Reply['type']>(request: Request, expected: Type) => ReplyOf<Type>

/** So many answers are kept; they come again and again. */
const mostKept = 20_000

/** What only the target's own code can tell. It runs in a process of the target's, once for each distinct question. */
export class AskTarget {
  readonly #ask: Ask
  readonly #facts: TargetFacts
  readonly #explanations = new Map<string, Explanation>()
  readonly #owned = new Map<string, ReadonlySet<string>>()
  /** A load has looked at times of files, or may have. */
  seesTimes = false

  constructor(ask: Ask, facts: TargetFacts) {
    this.#ask = ask
    this.#facts = facts
  }

  /** Tells whose output the bytes of a session file are. */
  classifier(workload: Workload): Classify {
    const { customRead, specification, byteExact } = this.#facts
    return customRead
      ? this.#classifier(workload)
      : classifier(workload, { byteExact, holdsValues: specification !== null })
  }

  /** The target's own `read`, once for each distinct content. */
  #classifier(workload: Workload): Classify {
    return remembering((session, bytes) => {
      if (!(bytes instanceof Uint8Array)) return contentOfUnread(session, bytes, true)
      const base64 = Buffer.from(bytes).toString('base64')
      return this.#ask({ type: 'classify', session, base64, workload }, 'classified').content
    })
  }

  /** What the application sees when it loads each session now. */
  load(dir: string, workload: Workload, { mayWait, nowMicros }: LoadMoment): Loaded {
    if (!this.#facts.loads) return { contents: null }
    const { type: _type, ...loaded } = this.#ask(
      { type: 'load-store', dir, workload, mayWait, nowMicros },
      'loaded-store',
    )
    this.seesTimes ||= loaded.seesTimes === true
    return loaded
  }

  /** The record without entries that belong to the store, and with what the specification says of it. */
  judged(record: ExecutionRecord): ExecutionRecord {
    return this.#explained(this.#withoutOwned(record))
  }

  #explained(record: ExecutionRecord): ExecutionRecord {
    const { specification } = this.#facts
    if (!specification || record.unseen) return record
    const specified = { ...record, specification }
    const starts = restartsIn(record).map((_, start) => start)
    const explained = groupsOf(specified).map((sessions) => ({
      sessions,
      // What a disk has lost cannot be explained by calls.
      whole: losesPower(record)
        ? this.#explainAfterLoss(specified, sessions)
        : this.#explain(timedOf(specified, sessions), specified),
      restarts: starts.map((start) => {
        const timed = timedAtRestart(specified, sessions, start)
        return timed && this.#explain(timed, specified)
      }),
    }))
    return { ...specified, explained }
  }

  /** @throws HarnessError where that would take too long. */
  #explainAfterLoss(record: ExecutionRecord, sessions: readonly string[]): Explanation {
    const timed = timedAfterLoss(record, sessions)
    const explanation = timed && this.#explain(timed, record)
    // What the disk has lost is for what was found at the start to say.
    const isOwn = explanation?.kind === 'unexplained' && explanation.at !== 'restart'
    return isOwn ? explanation : { kind: 'explained' }
  }

  /** @throws HarnessError where that would take too long. */
  #explain(timed: Timed, record: ExecutionRecord): Explanation {
    const key = digestOf(nameOfTimed(timed), record.workload.writers)
    const known = this.#explanations.get(key)
    if (known) return known
    const { explanation } = this.#ask({ type: 'explain', history: historyFrom(timed, record) }, 'explained')
    if (explanation.kind === 'undecided') throw undecidedAmong(timed.calls.length)
    if (this.#explanations.size >= mostKept) this.#explanations.clear()
    this.#explanations.set(key, explanation)
    return explanation
  }

  #withoutOwned(record: ExecutionRecord): ExecutionRecord {
    if (!this.#facts.owns) return record
    const { entries, restart, earlierRestarts } = record
    const without = <T extends { readonly entries: readonly string[] }>(found: T): T => ({
      ...found,
      entries: this.#unowned(found.entries),
    })
    return {
      ...record,
      owns: true,
      entries: this.#unowned(entries),
      ...(restart && { restart: without(restart) }),
      ...(earlierRestarts && { earlierRestarts: earlierRestarts.map(without) }),
    }
  }

  #unowned(entries: readonly string[]): readonly string[] {
    const key = entries.join('\0')
    let own = this.#owned.get(key)
    if (!own) {
      own = new Set(this.#ask({ type: 'owned', entries }, 'owns').entries)
      if (this.#owned.size >= mostKept) this.#owned.clear()
      this.#owned.set(key, own)
    }
    return entries.filter((entry) => !own.has(entry))
  }
}
