import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout } from 'node:timers/promises'
import { compileCacheVariable } from '../model/environment.ts'
import type { GuardedDirectory } from '../guarded/guarded-directory.ts'
import type { KnownDirectory } from '../guarded/identity.ts'
import { HarnessError } from '../model/errors.ts'
import type { Course } from '../model/counterexample.ts'
import { describeThrown, type Thrown } from '../model/thrown.ts'
import type { Workload } from '../model/workload.ts'
import { ReportDecoder, sendGrant } from '../protocol/controlled-codec.ts'
import type { Begin, Grant, Report } from '../protocol/controlled-messages.ts'
import { FrameChannel, type Frame } from '../protocol/frame-channel.ts'
import type { Reply, ReplyOf, Request } from '../protocol/messages.ts'
import { awaitDeath } from './death.ts'
import { loaderFlags } from './loader-flags.ts'
import { withoutFramesOf } from './printed.ts'
import { makeFiles, tailOf } from './writer-files.ts'

const entry = createRequire(import.meta.url).resolve('#controlled-writer')
const exitMillis = 2000
/** A process that is silent for so long was ended by the watchdog, not by itself. */
const hangingSeconds = 4

export interface ControlledWriterOptions {
  /** How messages name it, for example `w2`. */
  readonly label: string
  readonly runtime: string
  /** `file:` URL of the target module that it will load. */
  readonly target: string
  /** Where its pipes and its output are made; they have lost their names before it starts. */
  readonly controlDir: GuardedDirectory
  /** Where the processes of a run share what they have compiled. */
  readonly compileCacheDir: KnownDirectory
  /** Told of every process that is started, so that something outlives this one to end it. */
  readonly onSpawn: (pid: number, label: string) => void
}

/**
 * A writer under control, as its controller sees it: one blocking hand-off a grant, without an event loop.
 *
 * Node gives a parent only non-blocking ends of a child's pipes, so the pipes are named ones, opened here.
 */
export class ControlledWriter {
  /** How messages name it. */
  label: string
  readonly pid: number
  readonly #child: ChildProcess
  readonly #channel: FrameChannel
  readonly #reports = new ReportDecoder()
  /** What it was told last. */
  #workload: Workload | null = null
  readonly #fds: readonly number[]
  /** What it prints; null once nobody asks any more. */
  #output: number | null
  readonly #ended: Promise<string>
  /** What it was last asked to do, for messages. */
  #doing = 'to start'
  #heardMillis = performance.now()
  #isReaped = false
  /** What it said before it crashed. */
  #thrown: Thrown | null = null
  alive = true
  /** What an execution has changed of the process itself, so that no other one can begin there; null where nothing. */
  worn: string | null = null

  constructor({ label, runtime, target, controlDir, compileCacheDir, onSpawn }: ControlledWriterOptions) {
    this.label = label
    const { requests, replies, output } = makeFiles(controlDir, label)
    this.#output = output
    // A group of its own: a target that signals its group hits itself alone, and its children go with it.
    this.#child = spawn(runtime, [...loaderFlags(runtime, target), entry], {
      stdio: ['ignore', output, output, requests.read, replies.write],
      detached: true,
      env: { ...process.env, [compileCacheVariable]: JSON.stringify(compileCacheDir) },
    })
    for (const fd of [requests.read, replies.write]) fs.closeSync(fd)
    this.#fds = [requests.write, replies.read]
    this.#channel = new FrameChannel(replies.read, requests.write)
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', (error) => resolve(`could not be started (${error.message})`))
      this.#child.on('exit', (status, signal) => {
        // What it has started goes with it.
        this.#signalGroup()
        this.#isReaped = true
        resolve(signal === null ? `exited with status ${status}` : `was ended by ${signal}`)
      })
    })
    this.pid = this.#child.pid ?? 0
    if (this.#child.pid === undefined) this.alive = false
    else onSpawn(this.pid, label)
  }

  /** @throws HarnessError when the target refuses, or the process has ended. */
  ask<Type extends Reply['type']>(request: Request, expected: Type): ReplyOf<Type> {
    this.#doing = request.type
    this.#tell(() => this.#channel.send(0, request))
    const reply = this.#receive().json as Reply
    if (reply.type === 'refused') throw this.faultOf(`${this.label}: ${reply.message}`)
    if (reply.type !== expected)
      throw this.faultOf(`${this.label} answered ${request.type} with ${reply.type}`)
    return reply as ReplyOf<Type>
  }

  begin({ workload, ...message }: Begin & { readonly workload: Workload }): Report {
    this.#doing = 'to open the target and make its first call'
    this.#reports.begin()
    this.#tell(() => this.#channel.send(0, workload === this.#workload ? message : { ...message, workload }))
    this.#workload = workload
    return this.#receiveReport()
  }

  /** @param doing how a message names the step, should the writer not come back from it */
  grant(grant: Grant, doing: () => string): Report {
    this.#doing = ''
    try {
      this.#tell(() => sendGrant(this.#channel, grant))
      return this.#receiveReport()
    } catch (error) {
      this.#doing = doing()
      throw error
    }
  }

  /** What it is about to end with, or has; null where it has not crashed. */
  get thrown(): Thrown | null {
    return this.#thrown
  }

  /** It is dead for everybody when this comes back. */
  kill(): void {
    if (!this.alive) return
    this.alive = false
    // Once reaped, its number may be another's. The signal comes first: at the end of its channel it would tidy up.
    if (!this.#isReaped) {
      this.#signalGroup()
      awaitDeath(this.pid)
    }
    for (const fd of this.#fds) fs.closeSync(fd)
  }

  #signalGroup(): void {
    if (this.pid === 0) return
    try {
      process.kill(-this.pid, 'SIGKILL')
    } catch {
      this.#child.kill('SIGKILL') // Where there are no process groups, or nobody is left in it.
    }
  }

  /** How the process ended; to be asked once its channel has. */
  async obituary(silentMillis: number): Promise<HarnessError> {
    // One that has closed its channel and lives on is not waited for any longer than it takes to exit.
    await Promise.race([this.#ended, setTimeout(exitMillis, undefined, { ref: false })])
    this.kill()
    const how = await this.#ended
    const seconds = Math.round(silentMillis / 1000)
    const isHanging = silentMillis >= hangingSeconds * 1000
    const ended = this.#thrown
      ? describeThrown(this.#thrown)
      : isHanging
        ? `gave no sign of life for ${seconds} s and was killed`
        : how
    const last = this.#doing === '' ? '' : `; its last step was ${this.#doing}`
    return this.faultOf(`${this.label} ${ended}${last}`)
  }

  /** Resolves once the process is reaped. */
  async end(): Promise<void> {
    this.kill()
    await this.#ended
    if (this.#output !== null) fs.closeSync(this.#output)
    this.#output = null
  }

  faultOf(message: string): HarnessError {
    return new HarnessError(message, {
      process: this.label,
      stderr: this.#output === null ? '' : withoutFramesOf(entry, tailOf(this.#output)),
    })
  }

  #tell(send: () => void): void {
    try {
      send()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') throw new WriterGone(this, 0)
      throw error
    }
  }

  #receiveReport(): Report {
    const frame = this.#receive()
    try {
      const report = this.#reports.decode(frame)
      this.#thrown = report.thrown ?? null
      this.worn ??= report.kept ?? null
      return report
    } catch {
      throw this.#disturbed()
    }
  }

  #disturbed(): HarnessError {
    return this.faultOf(`${this.label} wrote something to descriptor 4, which is the harness's channel`)
  }

  #receive(): Frame {
    let frame: Frame | null
    try {
      frame = this.#channel.receive()
    } catch {
      throw this.#disturbed()
    }
    if (frame === null) throw new WriterGone(this, performance.now() - this.#heardMillis)
    this.#heardMillis = performance.now()
    return frame
  }
}

/** Control flow: the writer's channel has ended. Why is known once its process has been reaped. */
export class WriterGone extends Error {
  override readonly name = 'WriterGone'
  readonly writer: ControlledWriter
  /** How long it had been silent when its channel ended. */
  readonly silentMillis: number
  /** Where it has crashed, what was done up to there. */
  course: Course | null = null

  constructor(writer: ControlledWriter, silentMillis: number) {
    super(`${writer.label} has gone`)
    this.writer = writer
    this.silentMillis = silentMillis
  }

  /** True where the watchdog ended it. */
  get isHanging(): boolean {
    return this.silentMillis >= hangingSeconds * 1000
  }
}
