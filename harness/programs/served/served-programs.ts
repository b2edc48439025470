import { createRequire } from 'node:module'
import { StoreDirectory } from '../../filesystem/store-directory.ts'
import { GuardedDirectory } from '../../guarded/guarded-directory.ts'
import type { KnownDirectory } from '../../guarded/identity.ts'
import { HarnessError } from '../../model/errors.ts'
import type { Begin } from '../../model/program.ts'
import type { Programs } from '../../model/programs.ts'
import { writerLabel, type Workload } from '../../model/workload.ts'
import type { Reply, ReplyOf, Request } from '../../protocol/messages.ts'
import { Client } from './files/client.ts'
import { SharedFiles } from './files/shared-files.ts'
import { Mount } from './mount.ts'
import { CommandCalls } from './process/command-calls.ts'
import { CommandRun, type Commands } from './process/command-run.ts'
import { ModuleCalls } from './process/module-calls.ts'
import { ModuleProcess, type ModuleProcessOptions } from './process/module-process.ts'
import { loaderFlags } from '../../processes/loader-flags.ts'
import { ServedProgram } from './served-program.ts'
import { carryOut } from './steps/carry-out.ts'

const recoverEntry = createRequire(import.meta.url).resolve('#recoverer')

export interface ServedProgramsOptions {
  /** Everything of the run is in it. */
  readonly root: KnownDirectory
  /** Of a directory in it, which is made. */
  readonly name: string
  /** Asks the target what a writer starts. */
  readonly ask: (order: Pick<Begin, 'dir' | 'writer' | 'workload'>) => Omit<Commands, 'recover'>
  /** What runs the target's module, be it to make calls or to recover. */
  readonly runtime: string
  /** `file:` URL of the target module. */
  readonly target: string
  /** Whether the target starts a program for each of its calls; else its module makes them. */
  readonly startsPrograms: boolean
  /** Whether the target does something at its next start after a crash. */
  readonly recovers: boolean
  readonly samePid: boolean
  readonly compileCacheDir: KnownDirectory
  /** Told of every process that is started, so that something outlives this one to end it. */
  readonly onSpawn: (pid: number, label: string) => void
  readonly onEnd: (pid: number) => void
  /** Ends what else was started for these. */
  readonly onClose: () => Promise<void>
}

/** Programs of any kind, and a directory in memory that is served to them: one mount a writer, over one store. */
export class ServedPrograms implements Programs {
  readonly #options: ServedProgramsOptions
  readonly #home: GuardedDirectory
  /** Where the mounts are: what it holds itself is seen by nobody. */
  readonly #place: GuardedDirectory
  readonly #files: SharedFiles
  readonly #directory: StoreDirectory
  readonly #programs: ServedProgram[] = []
  readonly #modules = new Map<number, ModuleCalls>()
  readonly #runs: CommandRun[] = []
  /** Makes no calls. */
  #asked: ModuleProcess | null = null
  readonly #commands = new WeakMap<Workload, Map<number, Commands>>()

  /** @throws HarnessError where its directories cannot be made */
  constructor(options: ServedProgramsOptions) {
    this.#options = options
    const around = GuardedDirectory.known(options.root)
    if (!around)
      throw new HarnessError('the directory of the run is not there any more', { process: 'the target' })
    try {
      this.#home = around.make(options.name)
    } finally {
      around.close()
    }
    this.#place = this.#home.make('run')
    this.#files = new SharedFiles(this.#place.path)
    this.#directory = new StoreDirectory(this.#place.path, this.#files)
  }

  get keepNothing(): boolean {
    return this.#options.startsPrograms
  }

  directory(): StoreDirectory {
    return this.#directory
  }

  get path(): string {
    return this.#place.path
  }

  behindWriters(count: number): readonly ServedProgram[] {
    const programs = Array.from({ length: count }, (_, index) => this.#known(index + 1))
    // All are started before the first is waited for: they load the target side by side.
    for (let ordinal = 1; ordinal <= count; ordinal += 1) this.#modules.get(ordinal)?.prepare()
    for (let ordinal = 1; ordinal <= count; ordinal += 1) this.#modules.get(ordinal)?.awaitLoaded()
    return programs
  }

  successor(ordinal: number): ServedProgram {
    const program = this.#known(ordinal)
    this.#modules.get(ordinal)?.awaitLoaded()
    return program
  }

  restarted(ordinal: number): ServedProgram {
    return this.successor(ordinal)
  }

  async refresh(): Promise<void> {
    for (const program of this.#programs) program?.kill()
  }

  /**
   * Asks a process that has the target loaded and makes no calls.
   *
   * @throws HarnessError when the target refuses, or the process has ended or does not answer.
   */
  ask<Type extends Reply['type']>(request: Request, expected: Type): ReplyOf<Type> {
    if (this.#asked && this.#asked.end !== null) this.#asked.close()
    if (!this.#asked || this.#asked.end !== null) {
      this.#asked = this.#startModule('the target', nowhere, () => {})
      this.#asked.answer('load', 'loaded')
    }
    return this.#asked.ask(request, expected)
  }

  async close(): Promise<void> {
    this.#asked?.kill(() => {})
    for (const program of this.#programs) program?.close()
    for (const run of this.#runs) run.close()
    this.#place.close()
    this.#home.close()
    await this.#options.onClose()
  }

  #known(ordinal: number): ServedProgram {
    const known = this.#programs[ordinal - 1]
    if (known) return known
    const program = this.#make(ordinal)
    this.#programs[ordinal - 1] = program
    return program
  }

  #make(ordinal: number): ServedProgram {
    const label = writerLabel(ordinal)
    const mount = new Mount(this.#place.path, (pid) => this.#options.onSpawn(pid, `${label}'s mount`))
    const client = new Client(this.#files)
    const acting = this.#options.startsPrograms
      ? this.#commandsOn(mount, label)
      : this.#moduleOn(mount, client, ordinal)
    return new ServedProgram({ ordinal, mount, client, acting, root: this.#place.path })
  }

  #commandsOn(mount: Mount, label: string): CommandCalls {
    const { onSpawn, onEnd } = this.#options
    const told = { onSpawn: (pid: number) => onSpawn(pid, label), onEnd }
    const run = new CommandRun({ mount, controlDir: this.#home, label, ...told })
    this.#runs.push(run)
    return new CommandCalls({ run, commandsOf: (order) => this.#commandsOf(order) })
  }

  #moduleOn(mount: Mount, client: Client, ordinal: number): ModuleCalls {
    // What is asked for before an execution begins is no step.
    const meanwhile = () => {
      for (let request = mount.device.read(); request; request = mount.device.read())
        mount.device.write(carryOut(request, client, 0).message)
    }
    const calls = new ModuleCalls({
      start: () => this.#startModule(writerLabel(ordinal), mount, meanwhile),
      pids: () => [...this.#modules.values()].map(({ pid }) => pid),
      samePid: this.#options.samePid,
    })
    this.#modules.set(ordinal, calls)
    return calls
  }

  /** A process that is told to load the target. */
  #startModule(label: string, mount: ModuleProcessOptions['mount'], meanwhile: () => void): ModuleProcess {
    const { runtime, target, compileCacheDir, onSpawn, onEnd } = this.#options
    const told = { onSpawn, onEnd }
    const controlDir = this.#home
    const started = new ModuleProcess({
      label,
      runtime,
      target,
      controlDir,
      compileCacheDir,
      mount,
      meanwhile,
      ...told,
    })
    started.send({ type: 'load', target, pid: null })
    return started
  }

  /** What a target starts is the same each time. */
  #commandsOf({ dir, writer, workload }: Begin): Commands {
    const known = this.#commands.get(workload) ?? new Map<number, Commands>()
    this.#commands.set(workload, known)
    const { ask } = this.#options
    const commands = known.get(writer) ?? {
      ...ask({ dir, writer, workload }),
      recover: this.#recoverIn(dir),
    }
    known.set(writer, commands)
    return commands
  }

  #recoverIn(dir: string): Commands['recover'] {
    const { runtime, target, recovers } = this.#options
    if (!recovers) return null
    return { argv: [runtime, ...loaderFlags(runtime, target), recoverEntry, target, dir], input: '' }
  }
}

/** A process that is only asked something is served no files. */
const nowhere: ModuleProcessOptions['mount'] = {
  holder: 0,
  commandFor: ([program = '', ...args]) => [program, args],
}
