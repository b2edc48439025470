import type { GuardedDirectory } from '../../guarded/guarded-directory.ts'
import type { KnownDirectory } from '../../guarded/identity.ts'
import { writerLabel } from '../../model/workload.ts'
import { InterposedProgram } from './interposed-program.ts'

export interface ProcessSetOptions {
  /** `file:` URL of the target module. */
  readonly target: string
  readonly runtime: string
  /** Where the processes' pipes are made. */
  readonly controlDir: GuardedDirectory
  readonly compileCacheDir: KnownDirectory
  /** What those that are started now take for the directory of temporary files. */
  readonly temporaryDir: () => string
  readonly onSpawn: (pid: number, label: string) => void
  readonly onEnd: (pid: number) => void
  /** Told what a target has changed of a process, so that another one has to take its place. */
  readonly onWorn: (what: string) => void
}

/** Processes of one target: started when needed, used again and again, replaced when they are gone. */
export class ProcessSet {
  readonly #options: ProcessSetOptions
  #members: InterposedProgram[] = []

  constructor(options: ProcessSetOptions) {
    this.#options = options
  }

  /**
   * The first `count`, alive and with the target loaded.
   *
   * @throws HarnessError when the target does not load.
   */
  first(count: number): readonly InterposedProgram[] {
    const missing = Array.from({ length: count }, (_, index) => index).filter(
      (index) => !this.#isUsable(this.#members[index]),
    )
    // All are started before the first is waited for: they load the target side by side.
    for (const index of missing) this.#members[index] = this.#spawn(index)
    for (const index of missing) {
      this.#members[index]?.ask({ type: 'load', target: this.#options.target, pid: null }, 'loaded')
    }
    const programs = this.#members.slice(0, count)
    for (const [index, program] of programs.entries()) program.label = writerLabel(index + 1)
    return programs
  }

  /**
   * A process that has done nothing yet, with the target loaded: it takes the place of one that was killed.
   *
   * @param ordinal as which writer it starts
   * @throws HarnessError when the target does not load.
   */
  successor(ordinal: number): InterposedProgram {
    const place = this.#members.findIndex(({ alive }) => !alive)
    const index = place === -1 ? this.#members.length : place
    const successor = this.#spawn(index)
    this.#members[index] = successor
    successor.label = writerLabel(ordinal)
    successor.ask({ type: 'load', target: this.#options.target, pid: null }, 'loaded')
    return successor
  }

  #isUsable(member: InterposedProgram | undefined): boolean {
    if (member?.alive !== true) return false
    if (member.worn === null) return true
    this.#options.onWorn(member.worn)
    return false
  }

  /** Ends all; the next ones are fresh. Resolves once they are reaped. */
  async dismiss(): Promise<void> {
    const members = this.#members
    this.#members = []
    await Promise.all(members.map((member) => this.#end(member)))
  }

  /** Kills all at once; the next ones are fresh. */
  drop(): void {
    for (const member of this.#members) member.kill()
    void this.dismiss()
  }

  async #end(member: InterposedProgram): Promise<void> {
    await member.end()
    this.#options.onEnd(member.pid)
  }

  #spawn(index: number): InterposedProgram {
    const before = this.#members[index]
    if (before) void this.#end(before)
    const { target, runtime, controlDir, compileCacheDir, temporaryDir, onSpawn } = this.#options
    return new InterposedProgram({
      label: writerLabel(index + 1),
      target,
      runtime,
      controlDir,
      compileCacheDir,
      temporaryDir: temporaryDir(),
      onSpawn,
    })
  }
}
