import { createRequire } from 'node:module'
import type { Duplex } from 'node:stream'
import { execa } from 'execa'
import { HarnessError } from '../model/errors.ts'
import type { GoOn, News, Order } from '../protocol/controller-messages.ts'
import { encodeLine, LineDecoder } from '../protocol/lines.ts'
import type { Pin } from './cores.ts'
import type { Guard } from './guard.ts'
import type { Privilege } from './serving/privilege.ts'
import { Silence } from './silence.ts'

const entry = createRequire(import.meta.url).resolve('#controller')
const stderrTailBytes = 4000
/** A controller tells of itself several times a second, unless a writer does not come back to it. */
const silenceMillis = 10_000
/** The same once it has been told to stop, and there is less to lose. */
const stoppingMillis = 3_000
const watchMillis = 500

export interface ControllerProcessOptions {
  readonly pin: Pin
  /** What lets it do what its programs need. */
  readonly privilege: Privilege
  readonly guard: Guard
  readonly order: Order
  readonly onNews: (news: News) => void
}

/**
 * A controller, seen from the harness: it is given its order, tells its news, and ends by itself. Should it fall
 * silent, its writers are killed: it then finds out which of them it was waiting for, and goes on.
 */
export class ControllerProcess {
  /** Resolves when it has ended; rejects with a HarnessError when it crashed. */
  readonly ended: Promise<void>
  readonly #child
  readonly #channel: Duplex
  readonly #guard: Guard
  readonly #onNews: (news: News) => void
  readonly #writers = new Set<number>()
  #stderr = ''
  #stopped = false
  #isStopping = false
  /** It waits to be told to go on, and is silent until then. */
  #isResting = false
  readonly #silence = new Silence()
  readonly #watchdog: NodeJS.Timeout

  constructor({ pin, privilege, guard, order, onNews }: ControllerProcessOptions) {
    this.#guard = guard
    this.#onNews = onNews
    const [program, ...args] = [...pin, ...privilege.prefix, process.execPath, entry]
    this.#child = execa(program, args, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      buffer: false,
      reject: false,
      detached: true,
      // It ends by itself once it has tidied up; should it not, `kill` is there.
      forceKillAfterDelay: false,
    })
    if (this.#child.pid !== undefined) guard.watch(this.#child.pid)
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-stderrTailBytes)
    })
    this.#channel = this.#child.stdio[3] as unknown as Duplex
    this.#watchdog = setInterval(() => this.#watch(), watchMillis)
    // Nothing but the controller itself is worth waiting for.
    this.#watchdog.unref()
    this.#listen()
    this.#channel.write(encodeLine(order))
    this.ended = this.#child.then(({ exitCode, signal }) => {
      clearInterval(this.#watchdog)
      this.#killWriters()
      if (this.#child.pid !== undefined) guard.release(this.#child.pid)
      // One that is told to stop while it still starts has begun nothing, and dies of being told.
      const hasNotBegun = this.#isStopping && signal === 'SIGTERM'
      if (exitCode === 0 || this.#stopped || hasNotBegun) return
      const how = signal ? `was ended by ${signal}` : `exited with status ${exitCode}`
      throw new HarnessError(`a controller ${how}`, { process: 'controller', stderr: this.#stderr.trim() })
    })
  }

  /** Tells a controller that rests to go on. */
  goOn(untilMillis: number): void {
    this.#isResting = false
    this.#silence.end()
    this.#channel.write(encodeLine({ type: 'go-on', untilMillis } satisfies GoOn))
  }

  /** Asks for an early end; what was found so far is still told. */
  stop(): void {
    this.#child.kill('SIGTERM')
    // One that rests hears nothing else.
    this.#channel.end()
    this.#isResting = false
    // It hears of it once the writer that it waits for comes back: one that never does shall not hold the user up.
    this.#isStopping = true
    this.#silence.end()
  }

  /** Ends it at once, with its writers. */
  kill(): void {
    this.#stopped = true
    this.#child.kill('SIGKILL')
    this.#killWriters()
  }

  #listen(): void {
    const decoder = new LineDecoder()
    this.#channel.on('error', () => {}) // It has ended, which is reported with its reason.
    this.#channel.on('data', (chunk: Buffer) => {
      this.#silence.end()
      for (const message of decoder.push(chunk)) this.#take(message as News)
    })
  }

  #take(news: News): void {
    if (news.type === 'spawned') {
      this.#writers.add(news.pid)
      this.#guard.watch(news.pid)
    } else if (news.type === 'ended') {
      this.#writers.delete(news.pid)
      this.#guard.release(news.pid)
    } else if (news.type === 'resting') this.#isResting = true
    this.#onNews(news)
  }

  /** Kills the writers whenever the controller has been silent for too long. */
  #watch(): void {
    if (this.#isResting) return
    const own = this.#child.pid === undefined ? [] : [this.#child.pid]
    // Whoever waits for the end does not care why it takes so long.
    this.#silence.add(watchMillis, this.#isStopping ? [] : [...own, ...this.#writers])
    if (this.#silence.millis < (this.#isStopping ? stoppingMillis : silenceMillis)) return
    this.#killWriters()
    this.#silence.end()
  }

  #killWriters(): void {
    for (const pid of this.#writers) {
      try {
        process.kill(-pid, 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
    }
  }
}
