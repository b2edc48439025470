import { spawn } from 'node:child_process'
import fs from 'node:fs'
import type { GuardedDirectory } from '../../../guarded/guarded-directory.ts'
import { makeFifos } from '../../../processes/make-fifo.ts'
import { signalName } from '../../../model/signals.ts'
import type { StartedProgram } from '../../../model/target.ts'
import type { Mount } from '../mount.ts'
import { readNow } from '../read-now.ts'
import { ProcessTree } from './process-tree.ts'

const { O_CREAT, O_EXCL, O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = fs.constants
const stderrTailBytes = 2000
/** A process that cannot die is not waited for longer. */
const patienceMillis = 4_000
const pauseMillis = 0.1
const never = new Int32Array(new SharedArrayBuffer(4))

/** What a writer does: by call, its program; null where a call only looks. */
export interface Commands {
  readonly calls: readonly (StartedProgram | null)[]
  /** By session, its file, relative to the run directory. */
  readonly files: Readonly<Record<string, string>>
  /** What the application does at its next start after a crash; null where it does nothing. */
  readonly recover: StartedProgram | null
}

export interface CommandRunOptions {
  readonly mount: Mount
  /** Where its pipe and its input are made; they have lost their names before it starts. */
  readonly controlDir: GuardedDirectory
  readonly label: string
  readonly onSpawn: (pid: number) => void
  readonly onEnd: (pid: number) => void
}

/** The program of one call after the other: started, waited for, ended. Nothing here needs an event loop. */
export class CommandRun {
  readonly #options: CommandRunOptions
  /** Of what it prints on its standard error; at its end, nobody can write to it any more. */
  readonly #pipe: { readonly read: number; readonly name: string }
  readonly #home: GuardedDirectory
  #tree: ProcessTree | null = null
  #program = ''
  #stderr = ''

  constructor(options: CommandRunOptions) {
    this.#options = options
    this.#home = options.controlDir.make(`${options.label}-files`)
    makeFifos(this.#home, ['errors'])
    const name = this.#home.at('errors')
    this.#pipe = { name, read: fs.openSync(name, O_RDONLY | O_NONBLOCK) }
  }

  get isRunning(): boolean {
    return this.#tree !== null
  }

  /** @throws Error where nothing runs */
  get tree(): ProcessTree {
    if (!this.#tree) throw new Error('a program should run, but none does')
    return this.#tree
  }

  /** Its name, for messages. */
  get program(): string {
    return this.#program
  }

  /** The end of what it has printed there. */
  get stderr(): string {
    return this.#stderr.trim()
  }

  start({ argv, input }: StartedProgram): void {
    const { mount, onSpawn } = this.#options
    this.#program = argv[0] ?? ''
    this.#stderr = ''
    const stdin = this.#inputOf(input)
    const stderr = fs.openSync(this.#pipe.name, O_WRONLY | O_NONBLOCK)
    const [program, args] = mount.commandFor(argv, process.cwd())
    try {
      // A group of its own: what signals its group hits itself alone, and what it has started ends with it.
      const child = spawn(program, args, { stdio: [stdin, 'ignore', stderr], detached: true })
      child.on('error', () => {})
      if (child.pid === undefined) throw new Error(`${program} could not be started`)
      child.unref()
      this.#tree = new ProcessTree(child.pid, mount.holder)
      onSpawn(child.pid)
    } finally {
      fs.closeSync(stdin)
      fs.closeSync(stderr)
    }
  }

  /** Whether the program itself has ended. What it has started may still be at work. */
  hasAnswered(): boolean {
    return this.tree.end !== null
  }

  /** Whether it has ended, and all that it has started. */
  hasEnded(): boolean {
    return this.tree.end !== null && this.#listen() === 'end' && !this.tree.findOrphans()
  }

  /** Why it has failed, as a racing writer tells it; null where it has not. To be asked once it has ended. */
  failure(): string | null {
    const end = this.tree.end ?? { status: 0, signal: 0 }
    if (end.status === 0 && end.signal === 0) return null
    this.#listen()
    const how = end.signal === 0 ? `status ${end.status}` : signalName(end.signal)
    return `${this.#program} ended with ${how}: ${this.stderr}`
  }

  /** Takes leave of one that has ended. */
  finish(): void {
    this.#options.onEnd(this.tree.root)
    this.#tree = null
  }

  kill(): void {
    this.tree.kill()
  }

  /** @param meanwhile called over and over */
  awaitDeath(meanwhile: () => void): void {
    const deadline = performance.now() + patienceMillis
    while (performance.now() < deadline) {
      meanwhile()
      if (this.hasEnded()) break
      this.tree.threads() // What it has started meanwhile becomes known, …
      this.tree.findOrphans()
      this.tree.kill() // … and is ended.
      Atomics.wait(never, 0, 0, pauseMillis)
    }
    this.#options.onEnd(this.tree.root)
    this.#tree = null
  }

  close(): void {
    fs.closeSync(this.#pipe.read)
    this.#home.remove()
    this.#home.close()
  }

  /** A file without a name, from its beginning. */
  #inputOf(text: string): number {
    if (text === '') return fs.openSync('/dev/null', O_RDONLY)
    const name = this.#home.at('input')
    const file = fs.openSync(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    try {
      fs.writeSync(file, text)
      return fs.openSync(name, O_RDONLY)
    } finally {
      fs.closeSync(file)
      fs.unlinkSync(name)
    }
  }

  #listen(): 'end' | 'more' {
    try {
      const chunk = Buffer.alloc(4096)
      for (;;) {
        const size = readNow(this.#pipe.read, chunk)
        if (size === 0) return 'end'
        this.#stderr = (this.#stderr + chunk.toString('utf8', 0, size)).slice(-stderrTailBytes)
      }
    } catch {
      return 'more' // Nothing yet, though somebody could.
    }
  }
}
