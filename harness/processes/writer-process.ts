import { createRequire } from 'node:module'
import { PassThrough, type Duplex, type Readable } from 'node:stream'
import { execa } from 'execa'
import type { KnownDirectory } from '../guarded/identity.ts'
import { compileCacheVariable } from '../model/environment.ts'
import { HarnessError, Starved } from '../model/errors.ts'
import { describeThrown, type Thrown } from '../model/thrown.ts'
import { encodeLine, LineDecoder } from '../protocol/lines.ts'
import type { Reply, ReplyOf, Request } from '../protocol/messages.ts'
import { FairDeadline } from './fair-deadline.ts'
import type { Guard } from './guard.ts'
import { loaderFlags } from './loader-flags.ts'
import { withoutFramesOf } from './printed.ts'
import { residentBytes } from './resident.ts'

const entry = createRequire(import.meta.url).resolve('#writer')
const outputTailBytes = 4000
/** What a process printed last is still on its way for a moment after its end. */
const lastWordsMillis = 250
const memoryLookMillis = 100
const adviceWhereStarved =
  'others had the processor for so much of that time that nothing is known of the target: run it with less beside it'

export interface WriterProcessOptions {
  /** How messages name it, for example `w2` or `reader 1`. */
  readonly label: string
  readonly runtime: string
  /** `file:` URL of the target module that it will load. */
  readonly target: string
  readonly guard: Guard
  /** Where the processes of a run share what they have compiled. */
  readonly compileCacheDir: KnownDirectory
}

/** Asked for, and not yet answered. */
interface Waiting {
  resolve(reply: Reply): void
  reject(fault: HarnessError): void
}

/**
 * A child process that has, or will have, the target loaded, seen from the harness: one request at a time.
 * Whatever goes wrong with it becomes a HarnessError that names it and shows its stderr.
 */
export class WriterProcess {
  readonly label: string
  readonly #child
  readonly #channel: Duplex
  readonly #guard: Guard
  /** Resolves once the process is reaped; never rejects. */
  readonly ended: Promise<void>
  #stderr = ''
  #stdout = ''
  #waiting: Waiting | null = null
  #fault: HarnessError | null = null
  #reaped = false
  /** What it said before it crashed. */
  #thrown: Thrown | null = null

  constructor({ label, runtime, target, guard, compileCacheDir }: WriterProcessOptions) {
    this.label = label
    this.#guard = guard
    this.#child = execa(runtime, [...loaderFlags(runtime, target), entry], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      buffer: false,
      reject: false,
      cleanup: true,
      // A group of its own: a target that signals its group hits itself alone, and its children go with it.
      detached: true,
      env: { [compileCacheVariable]: JSON.stringify(compileCacheDir) },
    })
    if (this.#child.pid !== undefined) guard.watch(this.#child.pid)
    // Where there is no such program, there are no streams either.
    this.#channel = (this.#child.stdio[3] as unknown as Duplex | undefined) ?? new PassThrough()
    this.#capture(this.#child.stderr, (text) => (this.#stderr = tail(this.#stderr + text)))
    this.#capture(this.#child.stdout, (text) => (this.#stdout = tail(this.#stdout + text)))
    this.#listen()
    this.#child.once('exit', () => this.#letGo())
    this.ended = this.#child.then((result) => this.#onEnd(result))
  }

  /**
   * Sends a request and waits for its reply.
   *
   * @param withinMillis after which the process counts as hanging and is killed, less what others take of it
   * @param mostBytes of resident memory; beyond that it is killed, where the system tells
   * @throws HarnessError when it ends, hangs, or answers something else; Starved when others had the processor.
   */
  async ask<Type extends Reply['type']>(
    request: Request,
    expected: Type,
    withinMillis: number,
    mostBytes = Infinity,
  ): Promise<ReplyOf<Type>> {
    if (this.#fault) throw this.#fault
    const deadline = new FairDeadline(this.pid, withinMillis, (isStarved) => {
      const late = `${this.label} did not finish its ${request.type} within ${withinMillis} ms, and was killed`
      if (isStarved) this.#failAs(this.#faultOf(`${late}; ${adviceWhereStarved}`, null, Starved))
      else this.#fail(late)
      this.kill()
    })
    const watch = Number.isFinite(mostBytes) ? this.#watchMemory(request.type, mostBytes) : undefined
    try {
      const reply = await new Promise<Reply>((resolve, reject) => {
        this.#waiting = { resolve, reject }
        this.#channel.write(encodeLine(request))
      })
      if (reply.type === 'refused') throw this.#faultOf(`${this.label}: ${reply.message}`)
      if (reply.type !== expected)
        throw this.#faultOf(`${this.label} answered ${request.type} with ${reply.type}`)
      return reply as ReplyOf<Type>
    } finally {
      deadline.end()
      clearInterval(watch)
    }
  }

  /** Its real number; 0 where it could not be started. */
  get pid(): number {
    return this.#child.pid ?? 0
  }

  #watchMemory(doing: string, mostBytes: number): NodeJS.Timeout {
    return setInterval(() => {
      const bytes = residentBytes(this.#child.pid ?? 0) ?? 0
      if (bytes <= mostBytes) return
      const mebibytes = Math.round(mostBytes / 1024 ** 2)
      this.#fail(`${this.label} took more than ${mebibytes} MiB in its ${doing}, and was killed`)
      this.kill()
    }, memoryLookMillis)
  }

  /** Interrupts a reader at its work; the reply to its request then comes. */
  interrupt(): void {
    this.#channel.write(encodeLine({ type: 'stop' }))
  }

  /**
   * Resolves once the process has ended by itself, as it has said that it would.
   *
   * @throws HarnessError when it does not.
   */
  async ending(withinMillis: number): Promise<void> {
    let isLate = false
    const late = setTimeout(() => {
      isLate = true
      this.#fail(`${this.label} said that it ends, but did not within ${withinMillis} ms, and was killed`)
      this.kill()
    }, withinMillis)
    await this.ended
    clearTimeout(late)
    if ((isLate || this.#thrown) && this.#fault) throw this.#fault
  }

  /** Ends the process with everything that it started; resolves once it is reaped. */
  async end(): Promise<void> {
    this.kill()
    await this.ended
  }

  kill(): void {
    const { pid } = this.#child
    // Once reaped, its number may be another's.
    if (pid === undefined || this.#reaped) return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      this.#child.kill('SIGKILL') // Where there are no process groups.
    }
  }

  #capture(stream: Readable | null, keep: (text: string) => void): void {
    stream?.setEncoding('utf8').on('data', keep)
  }

  #listen(): void {
    const decoder = new LineDecoder()
    // A broken pipe means that the process has ended, which is reported with its reason.
    this.#channel.on('error', () => {})
    this.#channel.on('data', (chunk: Buffer) => {
      try {
        for (const message of decoder.push(chunk)) this.#settle(asReply(message))
      } catch {
        this.#fail(
          `${this.label} wrote something to descriptor 3, which is the harness's channel: ${excerpt(chunk)}`,
        )
        this.kill()
      }
    })
  }

  #settle(reply: Reply): void {
    // How it ends is known once it has.
    if (reply.type === 'threw') {
      this.#thrown = reply.thrown
      return
    }
    this.#waiting?.resolve(reply)
    this.#waiting = null
  }

  /** A daemon that the target left behind may hold its output open for ever: nobody waits for that. */
  #letGo(): void {
    this.kill() // A command that a crashed writer was waiting for is still in its group.
    this.#reaped = true
    if (this.#child.pid !== undefined) this.#guard.release(this.#child.pid)
    const timer = setTimeout(() => {
      for (const stream of [this.#child.stdout, this.#child.stderr, this.#channel]) stream?.destroy()
    }, lastWordsMillis)
    void this.ended.then(() => clearTimeout(timer))
  }

  #onEnd({ cause }: { cause?: unknown }): void {
    if (this.#thrown) {
      const { place } = this.#thrown
      this.#fail(
        `${this.label} ${describeThrown(this.#thrown)}${place === null ? '' : `; thrown at ${place}`}`,
        this.#thrown,
      )
      return
    }
    const { pid, exitCode, signalCode } = this.#child
    const how = signalCode
      ? `was ended by ${signalCode}`
      : pid === undefined
        ? startFailure(cause)
        : `exited with status ${exitCode}`
    this.#fail(`${this.label} ${how} in the middle of its work`)
  }

  #fail(message: string, thrown: Thrown | null = null): void {
    this.#failAs(this.#faultOf(message, thrown))
  }

  #failAs(fault: HarnessError): void {
    this.#fault ??= fault
    this.#waiting?.reject(this.#fault)
    this.#waiting = null
  }

  #faultOf(message: string, thrown: Thrown | null = null, Fault = HarnessError): HarnessError {
    const printed = this.#stderr || this.#stdout
    const stderr = withoutFramesOf(entry, printed.trim())
    return new Fault(message, { process: this.label, stderr, thrown })
  }
}

/** @throws TypeError when it is no reply: the target has written a line of JSON of its own. */
function asReply(message: unknown): Reply {
  if (typeof (message as Reply | null)?.type !== 'string') throw new TypeError('expected a reply')
  return message as Reply
}

function startFailure(cause: unknown): string {
  return `could not be started (${cause instanceof Error ? cause.message : String(cause)})`
}

function tail(text: string): string {
  return text.slice(-outputTailBytes)
}

function excerpt(chunk: Buffer): string {
  return JSON.stringify(chunk.toString('utf8', 0, 80))
}
