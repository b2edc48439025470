import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Target } from '../model/target.ts'
import { sessionsOf } from '../model/workload.ts'
import type { Reply, ReplyOf, Request } from '../protocol/messages.ts'
import { callable, commandsIn, isCallable } from './command-calls.ts'
import { RacingCalls } from './racing-calls.ts'
import { looksAtSession } from './load-store.ts'
import { factsOf, firstLines, isSpecified, loadTarget, overlapsIn } from './load-target.ts'
import { openTarget, probedFiles, relativeFiles } from './open-target.ts'
import { answer } from './questions.ts'
import { RacingSignals } from './racing-signals.ts'
import { presentPid } from './present-pid.ts'
import type { CrashOptions } from './thrown.ts'
import { Watch } from './watch.ts'

type EndingReply = ReplyOf<'probed'> | ReplyOf<'done'>

/** Work that begins at the barrier, and what there is to report once the process is quiet. */
interface Prepared {
  run(startAtNanos: bigint): Promise<void>
  report(): Reply
}

/** Serves the requests of a race, one at a time. What `serve` returns is asked once the process is quiet. */
export class FreeRunning {
  readonly #interrupted: () => Promise<unknown>
  #target: Target | null = null
  #prepared: Prepared | null = null
  #targetDir = ''
  #isDone = false
  #last: (() => EndingReply) | null = null
  #dir: string | null = null
  readonly #signals = new RacingSignals()

  /** @param interrupted resolves when the harness sends something before it had its reply. */
  constructor(interrupted: () => Promise<unknown>) {
    this.#interrupted = interrupted
    this.#signals.install()
  }

  /** Where what it runs is, for messages. */
  get place(): CrashOptions {
    return { targetDir: this.#targetDir, dir: this.#dir }
  }

  /** Every call has settled, and nothing is left to be done but to end. */
  get isDone(): boolean {
    return this.#isDone
  }

  /** What there is to report where the target ends this process, once; null where nothing was to be. */
  last(): Reply | null {
    const last = this.#last?.() ?? null
    this.#last = null
    return last && { ...last, ended: true }
  }

  /** @param prepared called once the target is open, whatever that has left pending */
  serve(request: Request, prepared: () => void): () => Reply {
    this.#isDone = false
    this.#last = null
    let reply: Reply = {
      type: 'refused',
      message: `its ${request.type} never settled, although nothing is pending in its process`,
    }
    this.#answer(request).then(
      (settled) => {
        reply = settled
        return settled.type === 'prepared' ? prepared() : undefined
      },
      (error: unknown) => (reply = { type: 'refused', message: firstLines(error) }),
    )
    // Calls that never settle are for the report to tell.
    const { type } = request
    return () => (type === 'go' && this.#prepared ? this.#prepared.report() : reply)
  }

  async #answer(request: Request): Promise<Reply> {
    switch (request.type) {
      case 'load': {
        this.#targetDir = path.dirname(fileURLToPath(request.target))
        if (request.pid !== null) presentPid(request.pid)
        this.#target = await loadTarget(request.target)
        return { type: 'loaded', facts: factsOf(this.#target, request.target) }
      }
      case 'probe': {
        const { dir } = request
        const target = this.#loaded()
        const context = { dir, writer: 1 }
        const open = await openTarget(target, context)
        const sessionFiles = probedFiles(open, dir, target)
        const commands = commandsIn(target, open, context)
        const loadsBySession = await looksAtSession(target, dir)
        const reply = {
          type: 'probed',
          operations: Object.keys(open.calls),
          sessionFiles,
          ...(commands.length > 0 && { commands }),
          ...(loadsBySession !== undefined && { loadsBySession }),
        } as const
        this.#last = () => reply
        await open.close?.()
        return reply
      }
      case 'prepare': {
        const { dir, writer, workload, pids } = request
        this.#signals.begin(pids)
        this.#dir = dir
        const target = this.#loaded()
        const context = { dir, writer }
        const open = await openTarget(target, context)
        this.#prepared = new RacingCalls(callable(open, { context }), workload, writer, {
          overlap: overlapsIn(target) && isCallable(open),
          keepsReturned: isSpecified(target),
          signals: this.#signals,
        })
        return {
          type: 'prepared',
          files: relativeFiles(open, { dir, sessions: sessionsOf(workload), target }),
        }
      }
      case 'watch':
        this.#prepared = new Watch(request, this.#loaded(), this.#interrupted)
        return { type: 'watching' }
      case 'go': {
        if (!this.#prepared) throw new Error('nothing is prepared')
        const prepared = this.#prepared
        if (prepared instanceof RacingCalls) this.#last = () => prepared.report()
        await prepared.run(BigInt(request.startAtNanos))
        this.#isDone = prepared instanceof RacingCalls
        return prepared.report()
      }
      case 'inspect':
      case 'load-store':
      case 'programs':
      case 'explain':
      case 'owned':
        return answer(this.#loaded(), request)
      case 'classify':
        throw new Error('a racing process does not serve classify')
    }
  }

  #loaded(): Target {
    if (!this.#target) throw new Error('no target is loaded')
    return this.#target
  }
}
