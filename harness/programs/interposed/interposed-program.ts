import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout } from 'node:timers/promises'
import { compileCacheVariable, temporaryVariable } from '../../model/environment.ts'
import type { GuardedDirectory } from '../../guarded/guarded-directory.ts'
import type { KnownDirectory } from '../../guarded/identity.ts'
import { HarnessError } from '../../model/errors.ts'
import {
  isHanging,
  ProgramGone,
  type Begin,
  type Grant,
  type Program,
  type Reaction,
  type Traits,
} from '../../model/program.ts'
import { describeThrown, type Thrown } from '../../model/thrown.ts'
import type { Workload } from '../../model/workload.ts'
import { ReactionDecoder, sendGrant } from '../../protocol/controlled-codec.ts'
import type { BeginMessage } from '../../protocol/controlled-messages.ts'
import { FrameChannel, type Frame } from '../../protocol/frame-channel.ts'
import type { Reply, ReplyOf, Request } from '../../protocol/messages.ts'
import { awaitDeath } from '../../processes/death.ts'
import { loaderFlags } from '../../processes/loader-flags.ts'
import { withoutFramesOf } from '../../processes/printed.ts'
import { makeFiles, tailOf } from '../../processes/writer-files.ts'
import { resourceWords } from './resource-words.ts'

const entry = createRequire(import.meta.url).resolve('#controlled-writer')
const exitMillis = 2000

const traits: Traits = {
  deterministic: true,
  virtualTime: true,
  knowsCalls: true,
  sources: true,
  tellsUseOfTimes: true,
}

export interface InterposedProgramOptions {
  /** How messages name it, for example `w2`. */
  readonly label: string
  readonly runtime: string
  /** `file:` URL of the target module that it will load. */
  readonly target: string
  /** Where its pipes and its output are made; they have lost their names before it starts. */
  readonly controlDir: GuardedDirectory
  /** Where the processes of a run share what they have compiled. */
  readonly compileCacheDir: KnownDirectory
  /** What it takes for the directory of temporary files. */
  readonly temporaryDir: string
  /** Told of every process that is started, so that something outlives this one to end it. */
  readonly onSpawn: (pid: number, label: string) => void
}

/**
 * A Node process whose `fs`, time and randomness are interposed: one blocking hand-off a grant, without an event loop.
 *
 * Node gives a parent only non-blocking ends of a child's pipes, so the pipes are named ones, opened here.
 */
export class InterposedProgram implements Program {
  readonly traits = traits
  /** How messages name it. */
  label: string
  readonly pid: number
  readonly #child: ChildProcess
  readonly #channel: FrameChannel
  readonly #reactions = new ReactionDecoder()
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

  constructor(options: InterposedProgramOptions) {
    const { label, runtime, target, controlDir, compileCacheDir, temporaryDir, onSpawn } = options
    this.label = label
    const { requests, replies, output } = makeFiles(controlDir, label)
    this.#output = output
    // A group of its own: a target that signals its group hits itself alone, and its children go with it.
    this.#child = spawn(runtime, [...loaderFlags(runtime, target), entry], {
      stdio: ['ignore', output, output, requests.read, replies.write],
      detached: true,
      env: {
        ...process.env,
        [compileCacheVariable]: JSON.stringify(compileCacheDir),
        [temporaryVariable]: temporaryDir,
        TMPDIR: temporaryDir,
      },
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

  begin({ workload, ...order }: Begin): Reaction {
    this.#doing = 'to open the target and make its first call'
    this.#reactions.begin()
    const message: BeginMessage = {
      type: 'begin',
      ...order,
      ...(workload !== this.#workload && { workload }),
    }
    this.#tell(() => this.#channel.send(0, message))
    this.#workload = workload
    return this.#receiveReaction()
  }

  grant(grant: Grant, doing: () => string): Reaction {
    this.#doing = ''
    try {
      this.#tell(() => sendGrant(this.#channel, grant))
      return this.#receiveReaction()
    } catch (error) {
      this.#doing = doing()
      throw error
    }
  }

  get thrown(): Thrown | null {
    return this.#thrown
  }

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

  async causeOfEnd(silentMillis: number): Promise<HarnessError> {
    // One that has closed its channel and lives on is not waited for any longer than it takes to exit.
    await Promise.race([this.#ended, setTimeout(exitMillis, undefined, { ref: false })])
    this.kill()
    const how = await this.#ended
    const seconds = Math.round(silentMillis / 1000)
    const ended = this.#thrown
      ? describeThrown(this.#thrown)
      : isHanging(silentMillis)
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
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') throw new ProgramGone(this, 0)
      throw error
    }
  }

  #receiveReaction(): Reaction {
    const frame = this.#receive()
    try {
      const reaction = this.#reactions.decode(frame)
      this.#thrown = reaction.thrown ?? null
      this.worn ??= reaction.kept ?? null
      const { stalledOn } = reaction
      return stalledOn ? { ...reaction, stalledOn: resourceWords(stalledOn) } : reaction
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
    if (frame === null) throw new ProgramGone(this, performance.now() - this.#heardMillis)
    this.#heardMillis = performance.now()
    return frame
  }
}
