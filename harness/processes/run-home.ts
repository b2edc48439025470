import fs from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { GuardedDirectory } from '../guarded/guarded-directory.ts'
import { HarnessError, messageOf } from '../model/errors.ts'
import type { Guard } from './guard.ts'
import { markInUse } from './liveness.ts'
import { makeRunDirectory } from './run-directory.ts'
import { warnOnce } from './warn-once.ts'

const attempts = 5
const pauseMillis = 20

/** The directory that holds everything of one run, from its making to its removal. */
export class RunHome {
  readonly #location: string
  #root: GuardedDirectory | null = null
  #mark: number | null = null

  constructor(location: string) {
    this.#location = location
  }

  /**
   * @param guard is told at once: a harness that is killed while it marks the directory as in use leaves it behind
   * @throws UsageError when the directory cannot be made.
   */
  make(guard: Pick<Guard, 'holds'>): GuardedDirectory {
    this.#root = makeRunDirectory(this.#location)
    guard.holds(this.#root)
    this.#mark = markInUse(this.#root)
    return this.#root
  }

  /**
   * Makes a directory in it.
   *
   * @throws HarnessError when the target has not left the run's directory as it was.
   */
  makeBelow(name: string): GuardedDirectory {
    try {
      return this.#root!.make(name)
    } catch (error) {
      throw new HarnessError(
        `the target: ${name} cannot be made in the run's directory (${messageOf(error)}); expected the target to work below the directory that it is given`,
        { process: 'the target' },
      )
    }
  }

  /** Removes all of it; what is left is said, and stops nobody. */
  remove(): void {
    this.#end(this.#root?.remove() ?? null)
  }

  /** The same for somebody who has time: what was killed may still be in the middle of making a file. */
  async removeLater(): Promise<void> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const left = this.#root?.remove() ?? null
      if (left === null || attempt === attempts || this.#root?.isInPlace === false) return this.#end(left)
      await setTimeout(attempt * pauseMillis)
    }
  }

  #end(left: string | null): void {
    this.#root?.close()
    if (this.#mark !== null) fs.closeSync(this.#mark)
    this.#root = this.#mark = null
    if (left !== null) warnOnce(`after the run, ${left}; nothing else in its place was touched`)
  }
}
