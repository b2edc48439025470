import fs from 'node:fs'
import path from 'node:path'
import type { Tree } from '../../faults/power-loss/index.ts'
import type { GuardedDirectory } from '../../guarded/guarded-directory.ts'
import { RunDirectoryLost } from '../../model/run-directory-lost.ts'

/** As everybody makes one; less the umask. */
const usualMode = 0o777

/** The directory in which executions take place, one after the other; empty between them. */
export class RunDirectory {
  readonly #guarded: GuardedDirectory
  readonly #mode: number
  #isUsable = true

  /** @throws as mkdir(2). */
  constructor(parent: GuardedDirectory, name: string) {
    this.#guarded = parent.make(name, usualMode)
    this.#mode = this.#guarded.mode
  }

  /** As the target is told. */
  get path(): string {
    return this.#guarded.path
  }

  /** False once it is lost. */
  get isUsable(): boolean {
    return this.#isUsable
  }

  /** Where functions of `fs` find a file of it, whatever its path leads to by now. */
  at(file: string): string {
    return this.#guarded.at(file)
  }

  /** @throws RunDirectoryLost when the target has put something else in its place. */
  assertInPlace(): void {
    if (!this.#guarded.isInPlace) this.#lose()
  }

  /** Every entry below it, relative to it, sorted; directories end in `/`. */
  entries(): string[] {
    return this.#guarded.list()
  }

  /**
   * Removes all that is in it: cheaper than a new directory each time.
   *
   * @param entries as `entries` gave them, where nobody has made others since
   * @throws RunDirectoryLost when that cannot be done.
   */
  clear(entries: readonly string[] = this.entries()): void {
    this.assertInPlace()
    if (!this.#unlinkAll(entries)) {
      const [first] = this.#guarded.empty()
      if (first) this.#lose(`could not be emptied (${first.code}: ${first.entry})`)
    }
    if (this.#guarded.mode !== this.#mode) this.#guarded.mode = this.#mode
  }

  /**
   * Empties it after an error that ended an execution early.
   *
   * @returns what is to be told: that the directory is lost, where it is, since the error may follow from that.
   */
  clearAfter(error: unknown): unknown {
    try {
      this.clear()
      return error
    } catch (lost) {
      return lost
    }
  }

  /** Fills it, empty as it is, with what a power loss has left. */
  materialise(tree: Tree): void {
    this.assertInPlace()
    // In order of paths, so what is in a directory comes after it.
    for (const [relative, node] of tree) {
      const full = this.at(relative)
      if (node.kind === 'directory') fs.mkdirSync(full)
      else if (node.kind === 'symlink') fs.symlinkSync(path.resolve(this.path, node.to), full)
      else fs.writeFileSync(full, node.bytes, { flag: 'wx' })
    }
  }

  close(): void {
    this.#isUsable = false
    this.#guarded.close()
  }

  /** False where there is more to it than files. */
  #unlinkAll(entries: readonly string[]): boolean {
    if (entries.some((entry) => entry.includes('/'))) return false
    try {
      for (const entry of entries) this.#guarded.unlink(entry)
      return true
    } catch {
      return false
    }
  }

  #lose(what?: string): never {
    this.#isUsable = false
    throw new RunDirectoryLost(what)
  }
}
