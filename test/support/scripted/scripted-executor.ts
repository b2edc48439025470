import { Executor } from '../../../harness/controller/executor.ts'
import type { Programs } from '../../../harness/model/programs.ts'
import type { Traits } from '../../../harness/model/program.ts'
import type { TargetFacts } from '../../../harness/model/target.ts'
import { MemoryDirectory } from './memory-directory.ts'
import type { ScriptedTarget } from './script.ts'
import { ScriptedProgram } from './scripted-program.ts'

/** Scripted programs of one target, in a directory in memory. */
class ScriptedPrograms implements Programs {
  readonly #target: ScriptedTarget
  readonly #directory = new MemoryDirectory()
  readonly #traits: Traits | undefined
  #writers: ScriptedProgram[] = []

  constructor(target: ScriptedTarget, traits?: Traits) {
    this.#target = target
    this.#traits = traits
  }

  directory(): MemoryDirectory {
    return this.#directory
  }

  get path(): string {
    return this.#directory.path
  }

  behindWriters(count: number): readonly ScriptedProgram[] {
    return Array.from({ length: count }, (_, index) => {
      const known = this.#writers[index]
      return known?.isAlive ? known : this.successor(index + 1)
    })
  }

  successor(ordinal: number): ScriptedProgram {
    const program = new ScriptedProgram(ordinal, this.#target, this.#directory, this.#traits)
    this.#writers[ordinal - 1] = program
    return program
  }

  restarted(ordinal: number): ScriptedProgram {
    return new ScriptedProgram(ordinal, this.#target, this.#directory, this.#traits)
  }

  async refresh(): Promise<void> {
    this.#writers = []
  }

  async close(): Promise<void> {}
}

export interface ScriptedExecutorOptions extends Partial<TargetFacts> {
  readonly traits?: Traits
  readonly learns?: boolean
}

/** An executor of a scripted target: whatever is done with an executor needs no process then. */
export function scriptedExecutor(
  target: ScriptedTarget,
  { traits, learns = false, ...facts }: ScriptedExecutorOptions = {},
): Executor {
  return new Executor({
    programs: new ScriptedPrograms(target, traits),
    facts: {
      name: 'scripted',
      operations: Object.keys(target.calls),
      sessionFiles: Object.values(target.files),
      oracles: null,
      byteExact: true,
      controllable: true,
      recovers: target.recover !== undefined,
      overlap: true,
      customRead: false,
      specification: null,
      loads: false,
      owns: false,
      ...facts,
    },
    samePid: false,
    learns,
    ask(request) {
      throw new Error(`a scripted target is asked to ${request.type}, though nobody can answer`)
    },
    onStep() {},
  })
}
