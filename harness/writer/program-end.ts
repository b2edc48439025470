import { keepEndEventsApart } from './end-events.ts'

/** What a process does at its end, as far as the harness has a part in it. */
export interface EndHooks {
  /** Nothing is pending in this process: Node would emit `beforeExit`. */
  readonly onQuiet: () => void
  /** The process ends, and `exit` handlers are about to run: it has come to its end, or `process.exit` was called. */
  readonly onExit?: () => void
  /** The process ends now, and no handler runs any more: `process.exit` has run them, or `process.reallyExit` was called. */
  readonly onReallyExit?: () => void
}

type Emit = (event: string, ...args: readonly unknown[]) => boolean
type Listener = (...args: unknown[]) => void
type Leave = (code?: number) => never
type ReusedEmitter = { emitted?: Record<string, boolean> } | undefined

const events = ['beforeExit', 'exit'] as const

/**
 * Keeps the harness's use of a process apart from what the target hangs on its end. Node's own `beforeExit` is the
 * harness's, and comes to no listener of the target; those are told when the target's program ends.
 * https://nodejs.org/api/process.html#event-beforeexit
 *
 * Node looks `process.emit` and `process.reallyExit` up when it needs them, which is what packages such as signal-exit
 * count on, too: they replace them with functions that call these.
 */
export class ProgramEnd {
  readonly #emit: Emit
  readonly #hooked: Emit
  readonly #leave: Leave
  /** True while it is the target that is told. */
  #isTelling = false
  /** Listeners that were there once the target was loaded. */
  #kept: readonly (readonly [event: string, listener: Listener, isOnce: boolean])[] = []

  constructor({ onQuiet, onExit, onReallyExit }: EndHooks) {
    if (process.versions['bun'] !== undefined)
      keepEndEventsApart({ beforeExit: onQuiet, exit: () => onExit?.() })
    this.#emit = process.emit.bind(process) as Emit
    this.#leave = (Reflect.get(process, 'reallyExit') as Leave).bind(process)
    this.#hooked = (event, ...args) => {
      if (!this.#isTelling && event === 'beforeExit') {
        onQuiet()
        return true
      }
      if (!this.#isTelling && event === 'exit') onExit?.()
      return this.#emit(event, ...args)
    }
    Object.assign(process, {
      emit: this.#hooked,
      reallyExit: (code?: number) => {
        onReallyExit?.()
        return this.#leave(code)
      },
    })
  }

  /** Whether anybody wants to know of the end: a listener, or a package that has replaced `process.emit`. */
  get isAwaited(): boolean {
    return events.some((event) => process.listenerCount(event) > 0) || process.emit !== this.#hooked
  }

  /** Has the listeners of that event run, as Node does. Throws what one of them throws. */
  tell(event: (typeof events)[number]): void {
    this.#isTelling = true
    try {
      ;(process.emit as Emit)(event, process.exitCode ?? 0)
    } finally {
      this.#isTelling = false
    }
  }

  /** The target is loaded: what listens now was there before any execution. */
  keep(): void {
    this.#kept = events.flatMap((event) =>
      process.rawListeners(event).map((raw): [string, Listener, boolean] => {
        const { listener } = raw as Listener & { listener?: Listener }
        return [event, listener ?? (raw as Listener), listener !== undefined]
      }),
    )
  }

  /** Another execution begins in this process, as if it had just been loaded. */
  reset(): void {
    for (const event of events) process.removeAllListeners(event)
    for (const [event, listener, isOnce] of this.#kept)
      if (isOnce) process.once(event, listener)
      else process.on(event, listener)
    process.exitCode = undefined
    this.#forgetExit()
  }

  /** Ends this process at once, without a word to the target. */
  leave(): never {
    return this.#leave(0)
  }

  /** signal-exit, which half of npm uses, tells its listeners once a process: versions 4 and 3. */
  #forgetExit(): void {
    const emitters: ReusedEmitter[] = [
      Reflect.get(globalThis, Symbol.for('signal-exit emitter')),
      Reflect.get(process, '__signal_exit_emitter__'),
    ]
    for (const emitter of emitters) if (emitter?.emitted) emitter.emitted = {}
  }
}
