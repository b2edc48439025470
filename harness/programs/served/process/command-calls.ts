import type { Begin } from '../../../model/program.ts'
import type { Acting } from '../acting.ts'
import type { ReactionDraft } from '../reaction-draft.ts'
import type { CommandRun, Commands } from './command-run.ts'
import type { ProcessTree } from './process-tree.ts'

export interface CommandCallsOptions {
  readonly run: CommandRun
  /** What the commands of a writer are: asked of the target once for each workload. */
  readonly commandsOf: (order: Begin) => Commands
}

/** Makes a writer's calls by starting one command after the other. */
export class CommandCalls implements Acting {
  readonly #options: CommandCallsOptions
  #reaction: ReactionDraft | null = null
  #order: Begin | null = null
  #commands: Commands | null = null
  #isRecovering = false
  /** The program of the call has ended; what it has started may still be at work. */
  #isSettled = false
  call = 0
  readonly waits = false
  readonly isGone = false
  readonly thrown = null
  readonly end = 'has ended'

  constructor(options: CommandCallsOptions) {
    this.#options = options
  }

  get isRunning(): boolean {
    return this.#options.run.isRunning
  }

  get isIdle(): boolean {
    return !this.isRunning
  }

  get tree(): ProcessTree {
    return this.#options.run.tree
  }

  get program(): string {
    return this.#options.run.program
  }

  get stderr(): string {
    return this.#options.run.stderr
  }

  begin(order: Begin, reaction: ReactionDraft): void {
    this.#order = order
    this.#reaction = reaction
    this.call = 0
    this.#commands = this.#options.commandsOf(order)
    reaction.tell({ files: this.#commands.files })
    const { recover } = this.#commands
    this.#isRecovering = order.recover !== undefined && recover !== null
    if (order.recover && !this.#isRecovering) reaction.tell({ recovered: true })
    if (this.#isRecovering && recover) this.#options.run.start(recover)
    else this.#startNext()
  }

  callOf(): null {
    return null
  }

  /** One command runs at a time, and all is its. */
  goesOnWith(): void {}

  advance(): boolean {
    const { run } = this.#options
    if (!run.hasAnswered()) return false
    if (!this.#isRecovering && !this.#isSettled) {
      this.#settle()
      return true
    }
    if (!run.hasEnded()) return false
    this.#goOn()
    return true
  }

  rest(): 'rests' {
    return 'rests'
  }

  start(): void {}

  kill(meanwhile: () => void): void {
    this.#options.run.kill()
    this.#options.run.awaitDeath(meanwhile)
  }

  #startNext(): void {
    const { run } = this.#options
    const { writer, workload } = this.#order as Begin
    const reaction = this.#reaction as ReactionDraft
    for (;;) {
      this.call += 1
      const plan = workload.writers[writer - 1]?.[this.call - 1]
      if (!plan) {
        this.call = 0
        reaction.tell({ finished: true })
        return
      }
      const { operation, session } = plan
      const record = { writer, call: this.call, operation, session, invoked: reaction.now() }
      const command = this.#commands?.calls[this.call - 1]
      if (command) {
        reaction.note({ ...record, settled: null, outcome: 'pending' })
        this.#isSettled = false
        run.start(command)
        return
      }
      // Who only looks does so without a program.
      reaction.note({ ...record, settled: reaction.now(), outcome: 'acknowledged' })
    }
  }

  /** The program of the call has ended: with that it says what came of it. */
  #settle(): void {
    const reaction = this.#reaction as ReactionDraft
    const failure = this.#options.run.failure()
    const record = reaction.record(this.call)
    this.#isSettled = true
    if (record)
      reaction.note({
        ...record,
        settled: reaction.now(),
        ...(failure === null ? { outcome: 'acknowledged' } : { outcome: 'rejected', error: failure }),
      })
  }

  /** Nothing runs any more. */
  #goOn(): void {
    const { run } = this.#options
    const failure = run.failure()
    run.finish()
    if (this.#isRecovering) {
      this.#isRecovering = false
      const reaction = this.#reaction as ReactionDraft
      reaction.tell(
        failure === null ? { recovered: true } : { refused: `its recover(dir) throws: ${failure}` },
      )
      if (failure !== null) return
    }
    this.#startNext()
  }
}
