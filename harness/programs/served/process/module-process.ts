import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { GuardedDirectory } from '../../../guarded/guarded-directory.ts'
import type { KnownDirectory } from '../../../guarded/identity.ts'
import { compileCacheVariable } from '../../../model/environment.ts'
import { HarnessError } from '../../../model/errors.ts'
import { signalName } from '../../../model/signals.ts'
import { loaderFlags } from '../../../processes/loader-flags.ts'
import { withoutFramesOf } from '../../../processes/printed.ts'
import { makeFiles, tailOf } from '../../../processes/writer-files.ts'
import { encodeLine, LineDecoder } from '../../../protocol/lines.ts'
import type { Reply, ReplyOf, Request } from '../../../protocol/messages.ts'
import type { ServedNews, ServedOrder } from '../../../protocol/served-messages.ts'
import { readNow } from '../read-now.ts'
import type { Mount } from '../mount.ts'
import { ProcessTree } from './process-tree.ts'

const entry = createRequire(import.meta.url).resolve('#served-writer')
const { O_NONBLOCK, O_RDONLY } = fs.constants
const bufferBytes = 64 * 1024
/** A process that cannot die is not waited for longer. */
const dyingMillis = 4_000
/** To load the target, and to answer what only its code can tell. */
const patienceMillis = 30_000
const pauseMillis = 0.1
const never = new Int32Array(new SharedArrayBuffer(4))
/** A thread that is held does nothing else: several calls in flight need as many, and a few beside. */
const threads = '8'

export interface ModuleProcessOptions {
  readonly label: string
  readonly runtime: string
  /** `file:` URL of the target module. */
  readonly target: string
  /** Where its pipes and its output are made; they have lost their names before it starts. */
  readonly controlDir: GuardedDirectory
  readonly compileCacheDir: KnownDirectory
  /** The command line that starts it where its files are served. */
  /** Where it is started. */
  readonly mount: Pick<Mount, 'commandFor' | 'holder'>
  /** Answers what it asks of the file system while it is waited for. */
  readonly meanwhile: () => void
  readonly onSpawn: (pid: number, label: string) => void
  readonly onEnd: (pid: number) => void
}

/** A process of Node, Bun or Deno that has the target's module loaded, with a channel of its own. */
export class ModuleProcess {
  readonly label: string
  readonly tree: ProcessTree
  readonly #options: ModuleProcessOptions
  readonly #orders: number
  readonly #news: number
  readonly #output: number
  readonly #buffer = Buffer.allocUnsafe(bufferBytes)
  readonly #decoder = new LineDecoder()
  #isClosed = false

  /** @throws HarnessError where it cannot be started */
  constructor(options: ModuleProcessOptions) {
    const { label, runtime, target, controlDir, compileCacheDir, mount, onSpawn } = options
    this.label = label
    this.#options = options
    const { requests, replies, output } = makeFiles(controlDir, label)
    // The same pipe, of which a read that finds nothing comes back.
    this.#news = fs.openSync(`/proc/self/fd/${replies.read}`, O_RDONLY | O_NONBLOCK)
    this.#orders = requests.write
    this.#output = output
    const [program, args] = mount.commandFor([runtime, ...loaderFlags(runtime, target), entry], process.cwd())
    // A group of its own: what signals its group hits itself alone, and what it has started ends with it.
    const child = spawn(program, args, {
      stdio: ['ignore', output, output, requests.read, replies.write],
      detached: true,
      env: {
        ...process.env,
        [compileCacheVariable]: JSON.stringify(compileCacheDir),
        UV_THREADPOOL_SIZE: threads,
        DENO_NO_UPDATE_CHECK: '1',
      },
    })
    child.on('error', () => {})
    child.unref()
    for (const fd of [requests.read, replies.write, replies.read]) fs.closeSync(fd)
    if (child.pid === undefined) throw this.faultOf(`${label}: ${program} could not be started`)
    this.tree = new ProcessTree(child.pid, mount.holder)
    onSpawn(child.pid, label)
  }

  get pid(): number {
    return this.tree.root
  }

  /** What it has printed last. */
  get stderr(): string {
    return this.#isClosed ? '' : withoutFramesOf(entry, tailOf(this.#output))
  }

  /** In words; null while it runs. */
  get end(): string | null {
    const { end } = this.tree
    if (!end) return null
    return end.signal === 0 ? `exited with status ${end.status}` : `was ended by ${signalName(end.signal)}`
  }

  /** @throws HarnessError where nobody reads any more */
  send(order: ServedOrder): void {
    const line = Buffer.from(encodeLine(order))
    try {
      for (let written = 0; written < line.length;)
        written += fs.writeSync(this.#orders, line, written, line.length - written)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
    }
  }

  /**
   * What it has told since it was asked last.
   *
   * @throws HarnessError where something else has written to its channel
   */
  poll(): readonly ServedNews[] {
    const length = this.#read()
    if (length === 0) return []
    try {
      return this.#decoder.push(this.#buffer.subarray(0, length)) as ServedNews[]
    } catch {
      throw this.faultOf(`${this.label} wrote something to descriptor 4, which is the harness's channel`)
    }
  }

  /**
   * Waits for an answer.
   *
   * @throws HarnessError when the target refuses, or it has ended, or does not answer
   */
  ask<Type extends Reply['type']>(request: Request, expected: Type): ReplyOf<Type> {
    this.send(request)
    return this.answer(request.type, expected)
  }

  /** The answer to what was sent. @throws as `ask` does */
  answer<Type extends Reply['type']>(asked: Request['type'], expected: Type): ReplyOf<Type> {
    const deadline = performance.now() + patienceMillis
    for (;;) {
      const { end } = this
      const [reply] = this.poll()
      if (reply?.type === 'refused') throw this.faultOf(`${this.label}: ${reply.message}`)
      if (reply?.type === expected) return reply as ReplyOf<Type>
      if (reply) throw this.faultOf(`${this.label} answered ${asked} with ${reply.type}`)
      if (end !== null) throw this.faultOf(`${this.label} ${end}; its last step was ${asked}`)
      if (performance.now() > deadline)
        throw this.faultOf(`${this.label} did not finish its ${asked} within ${patienceMillis / 1000} s`)
      this.#options.meanwhile()
      Atomics.wait(never, 0, 0, pauseMillis)
    }
  }

  /** @param meanwhile answers what holds it; it cannot die before */
  kill(meanwhile: () => void): void {
    const deadline = performance.now() + dyingMillis
    this.tree.kill()
    while (performance.now() < deadline) {
      meanwhile()
      if (this.tree.end !== null && this.tree.threads().length === 0) break
      this.tree.kill()
      Atomics.wait(never, 0, 0, pauseMillis)
    }
    this.close()
  }

  /** Takes leave of one that has ended. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const fd of [this.#orders, this.#news, this.#output]) fs.closeSync(fd)
    this.#options.onEnd(this.pid)
  }

  faultOf(message: string): HarnessError {
    return new HarnessError(message, { process: this.label, stderr: this.stderr })
  }

  #read(): number {
    try {
      return readNow(this.#news, this.#buffer)
    } catch {
      return 0 // Nothing yet.
    }
  }
}
