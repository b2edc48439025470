import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Content } from '../../model/content.ts'
import type { Target } from '../../model/target.ts'
import { isReader, sessionsOf, type Workload } from '../../model/workload.ts'
import type { BlockingChannel } from '../../protocol/blocking-channel.ts'
import type { Reply } from '../../protocol/messages.ts'
import type { BeginServed, ServedNews, ServedOrder } from '../../protocol/served-messages.ts'
import { CallRunner } from '../call-runner.ts'
import { callable, isCallable } from '../command-calls.ts'
import { loadSession } from '../load-store.ts'
import { factsOf, firstLines, isSpecified, loadTarget, overlapsIn, TargetRefusal } from '../load-target.ts'
import { openTarget, relativeFiles } from '../open-target.ts'
import { presentPid } from '../present-pid.ts'
import { answer, type Question } from '../questions.ts'
import { RacingSignals } from '../racing-signals.ts'
import type { CrashOptions } from '../thrown.ts'
import { noticingWaits } from '../waiting.ts'

/**
 * Makes a writer's calls in a process whose files are served: it is held by its system calls, and nothing of it is
 * interposed. What nobody else could know, it tells: which call begins, and what became of it.
 */
export class ServedService {
  readonly #channel: Pick<BlockingChannel, 'receive' | 'receiveLater' | 'send'>
  readonly #signals = new RacingSignals()
  #target: Target | null = null
  #targetDir = ''
  #dir: string | null = null
  /** What there is to say once the process is quiet. */
  #last: ServedNews | null = null
  #hasFinished = false

  constructor(channel: Pick<BlockingChannel, 'receive' | 'receiveLater' | 'send'>) {
    this.#channel = channel
    this.#signals.install()
  }

  /** Where what it runs is, for messages. */
  get place(): CrashOptions {
    return { targetDir: this.#targetDir, dir: this.#dir }
  }

  /** Every call has settled, and nothing is left to be done but to end. */
  get isDone(): boolean {
    return this.#hasFinished
  }

  tell(news: ServedNews): void {
    this.#channel.send(news)
  }

  /** To be called when nothing is pending: waits for what is to be done next. False where there will be nothing. */
  goOn(): boolean {
    if (this.#last) this.tell(this.#last)
    this.#last = null
    const order = this.#channel.receive() as ServedOrder | null
    if (order === null) return false
    if (order.type === 'begin') this.#begin(order)
    else if (order.type !== 'go') this.#serve(order)
    return true
  }

  #serve(request: Exclude<ServedOrder, BeginServed | { type: 'go' }>): void {
    this.#last = { type: 'refused', message: `its ${request.type} never settled` }
    this.#handle(request).then(
      (reply) => (this.#last = reply),
      (error: unknown) => (this.#last = { type: 'refused', message: firstLines(error) }),
    )
  }

  async #handle(request: Exclude<ServedOrder, BeginServed | { type: 'go' }>): Promise<Reply> {
    if (request.type !== 'load') return answer(this.#loaded(), request as Question)
    this.#targetDir = path.dirname(fileURLToPath(request.target))
    this.#target = await loadTarget(request.target)
    return { type: 'loaded', facts: factsOf(this.#target, request.target) }
  }

  #begin({ dir, writer, workload, pids, pid, recovers }: BeginServed): void {
    this.#dir = dir
    this.#hasFinished = false
    this.#last = { type: 'idle' }
    this.#signals.begin(pids)
    if (pid !== null) presentPid(pid)
    this.#execute({ dir, writer, workload }, recovers).then(
      () => this.#finish(),
      (error: unknown) => this.tell({ type: 'refused', message: firstLines(error) }),
    )
  }

  /** Every call has settled, and the target is closed. */
  #finish(): void {
    this.#hasFinished = true
    this.tell({ type: 'finished' })
  }

  async #execute(
    { dir, writer, workload }: Pick<BeginServed, 'dir' | 'writer' | 'workload'>,
    recovers: boolean,
  ): Promise<void> {
    const target = this.#loaded()
    if (recovers) await this.#recover(target, dir)
    // Who only reads does so by `load` alone.
    const context = { dir, writer }
    const open = isReader(workload.writers[writer - 1] ?? [])
      ? { calls: {} }
      : await openTarget(target, context)
    this.tell({ type: 'files', files: relativeFiles(open, { dir, sessions: sessionsOf(workload), target }) })
    const onStarted = (call: number, pid: number) => this.tell({ type: 'started', call, pid })
    const options = {
      writer,
      overlap: overlapsIn(target) && isCallable(open),
      keepsReturned: isSpecified(target),
      load: (session: string) => look(target, { dir, session, workload }),
    }
    await new CallRunner(callable(open, { context, onStarted }), workload, options).run({
      now: () => 0,
      within: (_call, body) => body(),
      changed: (record) => this.tell({ type: 'call', record: { ...record } }),
      starting: (call) => this.#starting(call, workload),
    })
  }

  /** What the application does at its next start after a crash. */
  async #recover(target: Target, dir: string): Promise<void> {
    try {
      await target.recover?.(dir)
    } catch (error) {
      throw new TargetRefusal(`its recover(dir) throws ${firstLines(error)}`)
    }
    this.tell({ type: 'recovered' })
  }

  /**
   * A call begins at once, and blocks this thread until everybody knows whose the steps are that come next. Or its start
   * is a step, which others may come before: then what else this process has under way goes on meanwhile.
   */
  #starting(call: number, { startsAreSteps }: Workload): Promise<void> | undefined {
    const isBlocking = startsAreSteps !== true
    this.tell({ type: 'starting', call, isBlocking })
    if (!isBlocking) return this.#toldLater()
    this.#channel.receive()
    return undefined
  }

  async #toldLater(): Promise<void> {
    await this.#channel.receiveLater()
  }

  #loaded(): Target {
    if (!this.#target) throw new Error('no target is loaded')
    return this.#target
  }
}

/** What a reader sees. That it gave up waiting, for a lock for instance, says nothing of the store. */
async function look(
  target: Target,
  at: { readonly dir: string; readonly session: string; readonly workload: Workload },
): Promise<Content | undefined> {
  const { result, waited } = await noticingWaits(() => loadSession(target, at))
  return result.kind === 'inaccessible' && waited ? undefined : result
}
