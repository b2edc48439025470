import type { Begin } from '../../../model/program.ts'
import type { Thrown } from '../../../model/thrown.ts'
import { describeThrown } from '../../../model/thrown.ts'
import type { ServedNews } from '../../../protocol/served-messages.ts'
import type { Acting, Resting } from '../acting.ts'
import type { ReactionDraft } from '../reaction-draft.ts'
import type { ModuleProcess } from './module-process.ts'
import { ancestryOf, type ProcessTree } from './process-tree.ts'

export interface ModuleCallsOptions {
  /** Starts a process, which has been told to load the target. */
  readonly start: () => ModuleProcess
  /** Of all writers, as they are now. */
  readonly pids: () => readonly number[]
  /** Every writer reads the number that it is told. */
  readonly samePid: boolean
}

/** A call that is about to begin, and waits to be told so. */
interface Starting {
  readonly call: number
  /** The process does nothing else meanwhile. */
  readonly isBlocking: boolean
  /** Its start is a step that was asked for. */
  isAsked: boolean
}

/** Makes a writer's calls in a process that has the target's module loaded, and serves one execution after the other. */
export class ModuleCalls implements Acting {
  readonly #options: ModuleCallsOptions
  #process: ModuleProcess | null = null
  #isLoaded = false
  #isIdle = true
  #hasFinished = false
  #exits = false
  #starting: Starting | null = null
  #reaction: ReactionDraft | null = null
  #end = 'has ended'
  /** By the process number of a program, the call that has started it. */
  readonly #programs = new Map<number, number>()
  call = 0
  thrown: Thrown | null = null
  isGone = false

  constructor(options: ModuleCallsOptions) {
    this.#options = options
  }

  get isRunning(): boolean {
    return this.#process !== null
  }

  get tree(): ProcessTree {
    if (!this.#process) throw new Error('a process should run, but none does')
    return this.#process.tree
  }

  get program(): string {
    return 'its process'
  }

  get stderr(): string {
    return this.#process?.stderr ?? ''
  }

  get pid(): number {
    return this.#process?.pid ?? 0
  }

  get waits(): boolean {
    return this.#isIdle || this.#starting !== null
  }

  get isIdle(): boolean {
    return this.#isIdle
  }

  get end(): string {
    return this.#end
  }

  /** Has a process load the target, unless it has. */
  prepare(): void {
    if (this.#process && this.#process.end !== null) this.#forget()
    if (this.#process) return
    this.#process = this.#options.start()
    this.#isLoaded = false
    this.#isIdle = true
  }

  /** @throws HarnessError where the target does not load */
  awaitLoaded(): void {
    this.prepare()
    if (this.#isLoaded) return
    this.#process?.answer('load', 'loaded')
    this.#isLoaded = true
  }

  begin({ dir, writer, workload, pid, recover }: Begin, reaction: ReactionDraft): void {
    this.awaitLoaded()
    this.#reaction = reaction
    this.#isIdle = false
    this.#hasFinished = false
    this.#exits = false
    this.#starting = null
    this.#programs.clear()
    this.call = 0
    this.thrown = null
    this.isGone = false
    const { pids, samePid } = this.#options
    const shown = { pids: pids(), pid: samePid ? pid : null, recovers: recover !== undefined }
    this.#process?.send({ type: 'begin', dir, writer, workload, ...shown })
  }

  callOf(thread: number): number | null {
    if (this.#programs.size === 0) return null
    for (const pid of ancestryOf(thread)) {
      const call = this.#programs.get(pid)
      if (call !== undefined) return call
    }
    return null
  }

  goesOnWith(call: number): void {
    this.call = call
  }

  advance(): boolean {
    const process = this.#process
    if (!process) return false
    // What it has told before its end is read after that.
    const { end } = process
    const news = process.poll()
    for (const each of news) this.#take(each)
    if (end === null || news.length > 0) return news.length > 0
    this.#takeLeave(process, end)
    return true
  }

  rest(isHeld: boolean): Resting {
    const starting = this.#starting
    if (!starting || starting.isAsked) return 'rests'
    const isBusy = isHeld || this.#reaction?.isPendingBeside(starting.call) === true
    if (isBusy && !starting.isBlocking) {
      starting.isAsked = true
      return { starts: starting.call }
    }
    if (isBusy) this.#reaction?.tell({ deferred: true })
    this.start(starting.call)
    return 'goes on'
  }

  start(call: number): void {
    this.#starting = null
    this.call = call
    this.#process?.send({ type: 'go' })
  }

  kill(meanwhile: () => void): void {
    this.#process?.kill(meanwhile)
    this.#forget()
  }

  #take(news: ServedNews): void {
    const reaction = this.#reaction as ReactionDraft
    switch (news.type) {
      case 'files':
        reaction.tell({ files: news.files })
        break
      case 'starting':
        this.#starting = { call: news.call, isBlocking: news.isBlocking, isAsked: false }
        break
      case 'call': {
        const { record } = news
        const now = reaction.now()
        const invoked = reaction.record(record.call)?.invoked ?? now
        reaction.note({ ...record, invoked, settled: record.settled === null ? null : now })
        break
      }
      case 'started':
        this.#programs.set(news.pid, news.call)
        break
      case 'recovered':
        reaction.tell({ recovered: true })
        break
      case 'refused':
        reaction.tell({ refused: news.message })
        break
      case 'finished':
        this.#hasFinished = true
        this.call = 0
        reaction.tell({ finished: true })
        break
      case 'idle':
        this.#isIdle = true
        break
      case 'exits':
        this.#exits = true
        break
      case 'threw':
        this.thrown = news.thrown
        break
      default:
        throw new Error(`a writer that makes its calls should not answer ${news.type}`)
    }
  }

  #takeLeave(process: ModuleProcess, end: string): void {
    const reaction = this.#reaction as ReactionDraft
    if (this.thrown) {
      this.#end = describeThrown(this.thrown)
      reaction.tell({ thrown: this.thrown })
    } else if (this.#exits) reaction.tell({ ended: 'process' })
    else if (this.#hasFinished) reaction.tell({ ended: 'program' })
    else {
      this.#end = end
      this.isGone = true
    }
    // What it has started goes with it.
    process.tree.kill()
    process.close()
    this.#forget()
  }

  #forget(): void {
    this.#process?.close()
    this.#process = null
    this.#isLoaded = false
    this.#isIdle = true
    this.#starting = null
  }
}
