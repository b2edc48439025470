import { GuardedDirectory } from '../../guarded/guarded-directory.ts'
import type { KnownDirectory } from '../../guarded/identity.ts'
import { HarnessError } from '../../model/errors.ts'
import type { Programs } from '../../model/programs.ts'
import { writerLabel } from '../../model/workload.ts'
import type { Reply, ReplyOf, Request } from '../../protocol/messages.ts'
import type { InterposedProgram } from './interposed-program.ts'
import { ProcessSet } from './process-set.ts'
import { RealDirectory } from './real-directory.ts'

export interface InterposedProgramsOptions {
  /** `file:` URL of the target module. */
  readonly target: string
  readonly runtime: string
  /** Everything of the run is in it. */
  readonly root: KnownDirectory
  /** Of a directory in it, which is made. */
  readonly name: string
  /** Where the processes of a run share what they have compiled. */
  readonly compileCacheDir: KnownDirectory
  /** Told of every process that is started, so that something outlives this one to end it. */
  readonly onSpawn: (pid: number, label: string) => void
  readonly onEnd: (pid: number) => void
  /** Told what a target has changed of a process, so that another one has to take its place. */
  readonly onWorn: (what: string) => void
}

const lost =
  'the directories of the run were moved, removed or replaced by the target; nothing in their place was touched, and the run cannot go on. Expected the target to work below the directory that it is given'

/** Node processes whose functions are interposed, and a real directory in which they work. */
export class InterposedPrograms implements Programs {
  /** Holds the run directory, and the processes' pipes for a moment. */
  readonly #home: GuardedDirectory
  readonly #writers: ProcessSet
  readonly #reader: ProcessSet
  readonly #restarted: ProcessSet
  #runs = 0
  /** The run directory of every execution, until it is lost. */
  #run: RealDirectory
  /** Of the writers' temporary files: nothing of one execution is left there for the next. */
  #temporary: GuardedDirectory

  /** @throws HarnessError when its directory cannot be made where it should be. */
  constructor({ root, name, ...options }: InterposedProgramsOptions) {
    this.#home = homeOf(root, name)
    this.#run = this.#newRun()
    this.#temporary = this.#newTemporary()
    const processes = {
      ...options,
      controlDir: this.#home,
      temporaryDir: () => this.#temporary.path,
    }
    this.#writers = new ProcessSet(processes)
    this.#reader = new ProcessSet(processes)
    this.#restarted = new ProcessSet(processes)
  }

  /** A new one, with new processes, where the target has not left the last one as it has to be. */
  directory(): RealDirectory {
    if (this.#run.isUsable && isEmptied(this.#temporary)) return this.#run
    for (const processes of [this.#writers, this.#reader, this.#restarted]) processes.drop()
    this.#run.close()
    this.#temporary.close()
    this.#run = this.#newRun()
    this.#temporary = this.#newTemporary()
    return this.#run
  }

  get path(): string {
    return this.#run.path
  }

  behindWriters(count: number): readonly InterposedProgram[] {
    return this.#writers.first(count)
  }

  successor(ordinal: number): InterposedProgram {
    return this.#writers.successor(ordinal)
  }

  restarted(ordinal: number, isFresh: boolean): InterposedProgram {
    if (isFresh) this.#restarted.drop()
    const [program] = this.#restarted.first(1) as [InterposedProgram]
    program.label = writerLabel(ordinal)
    return program
  }

  /**
   * Asks a process that has the target loaded and makes no calls.
   *
   * @throws HarnessError when the target refuses, ProgramGone when the process has ended.
   */
  ask<Type extends Reply['type']>(request: Request, expected: Type): ReplyOf<Type> {
    const [reader] = this.#reader.first(1) as [InterposedProgram]
    return reader.ask(request, expected)
  }

  async refresh(): Promise<void> {
    await this.#writers.dismiss()
  }

  async close(): Promise<void> {
    for (const processes of [this.#writers, this.#reader, this.#restarted]) await processes.dismiss()
    this.#run.close()
    this.#temporary.close()
    this.#home.close()
  }

  #newRun(): RealDirectory {
    if (!this.#home.isInPlace) throw new HarnessError(lost, { process: 'the target' })
    this.#runs += 1
    return new RealDirectory(this.#home, this.#numbered('run'))
  }

  #newTemporary(): GuardedDirectory {
    return this.#home.make(this.#numbered('temporary'))
  }

  #numbered(name: string): string {
    return this.#runs === 1 ? name : `${name}-${this.#runs}`
  }
}

function isEmptied(directory: GuardedDirectory): boolean {
  return directory.isInPlace && directory.empty().length === 0
}

/** @throws HarnessError when the run's directory is not what it was any more. */
function homeOf(root: KnownDirectory, name: string): GuardedDirectory {
  const around = GuardedDirectory.known(root)
  if (!around) throw new HarnessError(lost, { process: 'the target' })
  try {
    return around.make(name)
  } finally {
    around.close()
  }
}
