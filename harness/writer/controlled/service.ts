import { AsyncLocalStorage } from 'node:async_hooks'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { virtualStartMillis } from '../../model/clock.ts'
import { temporaryVariable } from '../../model/environment.ts'
import { pidOf } from '../../model/pids.ts'
import type { Content } from '../../model/content.ts'
import type { Target } from '../../model/target.ts'
import { isReader, sessionsOf, type Workload } from '../../model/workload.ts'
import type { BeginMessage } from '../../protocol/controlled-messages.ts'
import type { FrameChannel } from '../../protocol/frame-channel.ts'
import type { Reply, ReplyOf, Request } from '../../protocol/messages.ts'
import { CallRunner } from '../call-runner.ts'
import { callable, isCallable } from '../command-calls.ts'
import { installFs, type InstalledFs } from '../fs/install.ts'
import { factsOf, firstLines, isSpecified, loadTarget, overlapsIn, TargetRefusal } from '../load-target.ts'
import { loadSession, loadStore } from '../load-store.ts'
import type { NoticingWaits } from '../waiting.ts'
import { openTarget, relativeFiles } from '../open-target.ts'
import { answer } from '../questions.ts'
import { beforeCrash } from '../thrown.ts'
import { installVirtual, type InstalledVirtual } from '../virtual/install.ts'
import type { ProgramEnd } from '../program-end.ts'
import { CallStarts } from './call-starts.ts'
import { Ending } from './ending.ts'
import { ControlledGate } from './gate.ts'
import { noteLookups, noteSockets } from './sockets.ts'
import { ProcessState } from './process-state.ts'
import { Sources } from './sources.ts'
import { reportStalls } from './stalls.ts'
import { noteUncontrolled } from './uncontrolled.ts'

/** Captured before the virtual timers are there. */
const { setImmediate } = globalThis
const turn = () => {}
/** Of a load beside which nothing goes on: it has waited for a lock long enough, and nobody gives it back. */
const mostTimersOfLoad = 1_000
/** A long list helps nobody. */
const mostNamed = 20

/** Serves the controller: one request or grant each time the process has become quiet. */
export class ControlledService {
  readonly #channel: FrameChannel
  readonly #gate: ControlledGate
  readonly #calls = new AsyncLocalStorage<number>()
  readonly #starts: CallStarts
  readonly #end: ProgramEnd
  readonly #ending: Ending
  readonly #fs: InstalledFs
  readonly #virtual: InstalledVirtual
  readonly #process = new ProcessState()
  #root: string | null = null
  #target: Target | null = null
  #targetDir = ''
  #answer: (() => Reply) | null = null
  /** What the target has done while it was loaded, or between two executions: it is there in all that follow. */
  readonly #atLoad = new Set<string>()
  readonly #note: (what: string) => void
  #hasFinished = false
  /** The target has asked for the time, since this was last set to false. */
  #looksAtClock = false
  /** Of the latest execution. */
  #workload: Workload = { writers: [], readers: 0 }

  constructor(channel: FrameChannel, end: ProgramEnd) {
    this.#channel = channel
    this.#end = end
    this.#gate = new ControlledGate(
      channel,
      () => this.#calls.getStore() ?? 0,
      () => end.leave(),
    )
    this.#ending = new Ending(this.#gate, end)
    this.#starts = new CallStarts(this.#gate, (call, body) => this.#calls.run(call, body))
    const note = (what: string) => {
      if (this.#root !== null) this.#gate.tellUncontrolled(what)
      else if (this.#targetDir !== '' && this.#atLoad.size < mostNamed) this.#atLoad.add(what)
    }
    this.#fs = installFs({
      root: () => this.#root,
      gate: this.#gate,
      nowMillis: () => this.#now(),
      inodes: this.#gate,
      temporary: process.env[temporaryVariable],
      usesTimes: () => this.#gate.noteUseOfTimes(),
      note: (kind, detail) => note(`${kind}: ${detail}`),
    })
    this.#note = note
    noteSockets(note)
    noteUncontrolled(note, () => this.#root !== null)
    const clock = () => {
      this.#gate.noteLook()
      return this.#now()
    }
    this.#virtual = installVirtual({ gate: this.#gate, nowMillis: clock, note })
    reportStalls(this.#gate, () => this.#root !== null)
    beforeCrash(
      () => ({ targetDir: this.#targetDir, dir: this.#root }),
      (thrown) => this.#gate.crash(thrown),
    )
  }

  /**
   * Called by `beforeExit`: blocks until there is something to do. A granted step's result is delivered in another
   * turn of the event loop, which brings `beforeExit` back; anything else needs a turn for that alone.
   */
  onQuiet(): void {
    if (this.#root !== null && (this.#starts.release() || this.#ending.advance())) {
      setImmediate(turn)
      return
    }
    if (this.#root !== null && this.#hasFinished && !this.#gate.isAlive) this.#tellKept()
    const message = this.#root === null ? this.#nextRequest() : this.#gate.turn()
    if (message === undefined) return
    setImmediate(turn)
    if (message === null) this.#end.leave()
    this.#root = null
    this.#gate.end()
    this.#serve(message as Request | BeginMessage)
  }

  /** The target ends this process in the middle of an execution, its `exit` handlers included. */
  onReallyExit(): void {
    if (this.#root !== null) this.#gate.exit()
  }

  #nextRequest(): unknown {
    if (this.#answer) this.#channel.send(0, this.#answer())
    this.#answer = null
    return this.#channel.receive()?.json ?? null
  }

  #serve(request: Request | BeginMessage): void {
    if (request.type === 'begin') {
      this.#begin(request)
      return
    }
    let reply: Reply | undefined
    this.#handle(request).then(
      (settled) => (reply = settled),
      (error: unknown) => (reply = { type: 'refused', message: firstLines(error) }),
    )
    this.#answer = () =>
      reply ??
      (request.type === 'load-store' && !request.mayWait
        ? this.#loadedStore(null, true)
        : { type: 'refused', message: `its ${request.type} never settled` })
  }

  async #handle(request: Request): Promise<Reply> {
    switch (request.type) {
      case 'load':
        this.#targetDir = path.dirname(fileURLToPath(request.target))
        this.#target = await loadTarget(request.target)
        this.#end.keep()
        this.#process.keep()
        return { type: 'loaded', facts: factsOf(this.#target, request.target) }
      case 'load-store':
        return this.#loadStore(request)
      case 'classify':
      case 'programs':
      case 'explain':
      case 'owned':
        return answer(this.#loaded(), request)
      default:
        throw new Error(`a controlled writer does not serve ${request.type}`)
    }
  }

  /** Its steps are carried out at once. */
  async #loadStore({
    dir,
    workload,
    mayWait,
    nowMicros = virtualStartMillis * 1000,
  }: Extract<Request, { type: 'load-store' }>): Promise<ReplyOf<'loaded-store'>> {
    const { length: writers } = workload.writers
    const writer = writers + 1
    const pid = pidOf(writer, false)
    const reset = () => this.#virtual.reset({ seed: 1, writer, writers, pid, startMillis: nowMicros / 1000 })
    this.#gate.nowMillis = nowMicros / 1000
    this.#looksAtClock = false
    const { looks, onlyLooking } = this.#fs
    if (!mayWait) onlyLooking.begin(dir)
    let hasToWait = false
    const noticing: NoticingWaits = async (work) => {
      // Timers that another load has left behind are in nobody's way.
      reset()
      const spent = this.#gate.beginLoad(mayWait ? mostTimersOfLoad : 0)
      const endless = spent.then(() => (mayWait ? null : new Promise<never>(() => {})))
      const result = await Promise.race([work(), endless])
      hasToWait ||= this.#gate.waited
      return { result, waited: this.#gate.waited }
    }
    const contents = await loadStore(this.#loaded(), { dir, workload, noticing })
    // An interval that it has left behind would go on for ever.
    reset()
    const seesTimes = this.#fs.looks > looks
    return this.#loadedStore(hasToWait && !mayWait ? null : contents, seesTimes)
  }

  #loadedStore(contents: ReplyOf<'loaded-store'>['contents'], seesTimes: boolean): ReplyOf<'loaded-store'> {
    const isRefused = this.#fs.onlyLooking.end()
    return {
      type: 'loaded-store',
      contents: isRefused ? null : contents,
      ...(this.#looksAtClock && { looksAtClock: true }),
      ...(seesTimes && { seesTimes }),
    }
  }

  #now(): number {
    this.#looksAtClock = true
    return this.#gate.nowMillis
  }

  #begin({ dir, writer, workload = this.#workload, seed, pid, traced, recover }: BeginMessage): void {
    const startMillis = recover ? recover.nowMicros / 1000 : virtualStartMillis
    this.#workload = workload
    this.#hasFinished = false
    this.#starts.reset(workload.startsAreSteps === true)
    this.#ending.reset()
    this.#end.reset()
    this.#process.restore()
    this.#fs.reset()
    this.#gate.begin(traced ? new Sources(this.#targetDir) : null, startMillis, recover?.position ?? 0)
    noteLookups(this.#note)
    for (const what of this.#atLoad) this.#gate.tellUncontrolled(`${what}, outside of any call`)
    this.#virtual.reset({ seed, writer, writers: workload.writers.length, pid, startMillis })
    this.#root = dir
    const recovered = recover ? this.#recover(dir) : undefined
    const executed = recovered
      ? recovered.then(() => this.#execute(dir, writer, workload))
      : this.#execute(dir, writer, workload)
    executed.then(
      () => this.#finish(),
      (error: unknown) => this.#gate.tell({ refused: firstLines(error) }),
    )
  }

  /** Once an execution, when it has nothing left to do. */
  #tellKept(): void {
    this.#hasFinished = false
    const kept = this.#process.changed
    if (kept !== undefined) this.#gate.tell({ kept })
  }

  /** Every call has settled, and the target is closed. */
  #finish(): void {
    this.#hasFinished = true
    this.#gate.tell({ finished: true })
    this.#ending.finished()
  }

  /** What the application does at its next start after a crash. */
  async #recover(dir: string): Promise<void> {
    try {
      await this.#loaded().recover?.(dir)
    } catch (error) {
      throw new TargetRefusal(`its recover(dir) throws ${firstLines(error)}`)
    }
    this.#gate.tell({ recovered: true })
  }

  async #execute(dir: string, writer: number, workload: Workload): Promise<void> {
    const target = this.#loaded()
    // Who only reads does so by `load` alone.
    const context = { dir, writer }
    const open = isReader(workload.writers[writer - 1] ?? [])
      ? { calls: {} }
      : await openTarget(target, context)
    this.#gate.tell({ files: relativeFiles(open, { dir, sessions: sessionsOf(workload), target }) })
    const options = {
      writer,
      overlap: overlapsIn(target) && isCallable(open),
      keepsReturned: isSpecified(target),
      load: (session: string) => this.#look(target, { dir, session, workload }),
    }
    await new CallRunner(callable(open, { context }), workload, options).run({
      now: () => this.#gate.now(),
      within: (call, body) => this.#calls.run(call, body),
      changed: (record) => this.#gate.tellCall({ ...record }),
      starting: (call) => this.#starts.starting(call),
    })
  }

  /** What a reader sees. That it gave up waiting, for a lock for instance, says nothing of the store. */
  async #look(
    target: Target,
    at: { readonly dir: string; readonly session: string; readonly workload: Workload },
  ): Promise<Content | undefined> {
    this.#gate.waited = false
    const content = await loadSession(target, at)
    return content.kind === 'inaccessible' && this.#gate.waited ? undefined : content
  }

  #loaded(): Target {
    if (!this.#target) throw new Error('no target is loaded')
    return this.#target
  }
}
