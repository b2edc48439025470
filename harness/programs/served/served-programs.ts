import { createRequire } from 'node:module'
import { StoreDirectory } from '../../filesystem/store-directory.ts'
import { GuardedDirectory } from '../../guarded/guarded-directory.ts'
import type { KnownDirectory } from '../../guarded/identity.ts'
import { HarnessError } from '../../model/errors.ts'
import type { Begin } from '../../model/program.ts'
import type { Programs } from '../../model/programs.ts'
import { writerLabel, type Workload } from '../../model/workload.ts'
import { Client } from './files/client.ts'
import { SharedFiles } from './files/shared-files.ts'
import { Mount } from './mount.ts'
import { CommandRun, type Commands } from './process/command-run.ts'
import { loaderFlags } from '../../processes/loader-flags.ts'
import { ServedProgram } from './served-program.ts'

export type { Commands } from './process/command-run.ts'

const recoverEntry = createRequire(import.meta.url).resolve('#recoverer')

export interface ServedProgramsOptions {
  /** Everything of the run is in it. */
  readonly root: KnownDirectory
  /** Of a directory in it, which is made. */
  readonly name: string
  /** Asks the target what a writer starts. */
  readonly ask: (order: Pick<Begin, 'dir' | 'writer' | 'workload'>) => Omit<Commands, 'recover'>
  /** Where the target does something at its next start after a crash: the Node that does it, and the target's URL. */
  readonly recoverer: { readonly runtime: string; readonly target: string } | null
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
  readonly #runs: CommandRun[] = []
  readonly #known = new WeakMap<Workload, Map<number, Commands>>()

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

  directory(): StoreDirectory {
    return this.#directory
  }

  behindWriters(count: number): readonly ServedProgram[] {
    return Array.from({ length: count }, (_, index) => this.successor(index + 1))
  }

  /** The one of this ordinal: its process is another one for each call anyway. */
  successor(ordinal: number): ServedProgram {
    const known = this.#programs[ordinal - 1]
    if (known) return known
    const program = this.#make(ordinal)
    this.#programs[ordinal - 1] = program
    return program
  }

  restarted(ordinal: number): ServedProgram {
    return this.successor(ordinal)
  }

  async refresh(): Promise<void> {}

  async close(): Promise<void> {
    for (const program of this.#programs) program?.close()
    for (const run of this.#runs) run.close()
    this.#place.close()
    this.#home.close()
    await this.#options.onClose()
  }

  #make(ordinal: number): ServedProgram {
    const { onSpawn, onEnd } = this.#options
    const label = writerLabel(ordinal)
    const mount = new Mount(this.#place.path, (pid) => onSpawn(pid, `${label}'s mount`))
    const told = { onSpawn: (pid: number) => onSpawn(pid, label), onEnd }
    const run = new CommandRun({ mount, controlDir: this.#home, label, ...told })
    this.#runs.push(run)
    const commands = { commandsOf: (order: Begin) => this.#commandsOf(order) }
    const client = new Client(this.#files)
    return new ServedProgram({ ordinal, mount, client, run, commands, root: this.#place.path })
  }

  /** What a target starts is the same each time. */
  #commandsOf({ dir, writer, workload }: Begin): Commands {
    const known = this.#known.get(workload) ?? new Map<number, Commands>()
    this.#known.set(workload, known)
    const { ask } = this.#options
    const commands = known.get(writer) ?? {
      ...ask({ dir, writer, workload }),
      recover: this.#recoverIn(dir),
    }
    known.set(writer, commands)
    return commands
  }

  #recoverIn(dir: string): Commands['recover'] {
    const { recoverer } = this.#options
    if (!recoverer) return null
    const { runtime, target } = recoverer
    return { argv: [runtime, ...loaderFlags(runtime, target), recoverEntry, target, dir], input: '' }
  }
}
