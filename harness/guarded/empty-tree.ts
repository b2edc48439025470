import fs from 'node:fs'
import { isMovedIn } from './foreign.ts'
import type { OpenedDirectory } from './opened-directory.ts'

/** Captured before a target can patch `fs`. */
const { lstatSync, renameSync, rmdirSync, unlinkSync } = fs
const movedIn = 'something older than it was moved into it'
/** Somebody may be in the middle of making entries. */
const passes = 3

type Name = Buffer

/** What could not be removed, and why. */
export interface Unremoved {
  readonly entry: string
  /** Of the error, for example `EBUSY`; or that it was moved here. */
  readonly code: string
}

/**
 * Removes all that is in a directory, and not the directory. No link is followed and no mount is entered. What cannot
 * be removed is left, and told, and so is what is older than the directory.
 *
 * A tree of any depth takes a few descriptors: folders in a folder are moved up to the top before the folder goes.
 */
export function emptyTree(top: OpenedDirectory): readonly Unremoved[] {
  let unremoved: readonly Unremoved[] = []
  for (let pass = 1; pass <= passes; pass += 1) {
    unremoved = new Pass(top).run()
    if (unremoved.some(({ code }) => code !== 'ENOTEMPTY') || top.rawNames().length === 0) break
  }
  return unremoved
}

class Pass {
  readonly #top: OpenedDirectory
  /** Folders at the top that are still to be removed. */
  readonly #folders: Name[] = []
  readonly #unremoved: Unremoved[] = []
  #moved = 0

  constructor(top: OpenedDirectory) {
    this.#top = top
  }

  run(): readonly Unremoved[] {
    this.#removeFrom(this.#top)
    for (let name = this.#folders.pop(); name; name = this.#folders.pop()) this.#dissolve(name)
    return this.#unremoved
  }

  #removeFrom(parent: OpenedDirectory): void {
    for (const entry of parent.rawNames()) {
      const { name } = entry
      if (this.#isMovedIn(parent, name)) this.#unremoved.push({ entry: name.toString(), code: movedIn })
      else if (!entry.isDirectory()) this.#attempt(name, () => unlinkSync(parent.at(name)))
      else if (parent === this.#top) this.#folders.push(name)
      else this.#attempt(name, () => this.#folders.push(this.#moveUp(parent, name)))
    }
  }

  /** Removes a folder at the top, with its files; the folders in it come to the top. */
  #dissolve(name: Name): void {
    const before = this.#unremoved.length
    this.#attempt(name, () => {
      const folder = this.#top.belowForced(name)
      if (!folder) throw Object.assign(new Error('something is mounted there'), { code: 'EBUSY' })
      try {
        this.#removeFrom(folder)
      } finally {
        folder.close()
      }
    })
    // What is left in it says why it stays.
    if (this.#unremoved.length === before) this.#attempt(name, () => rmdirSync(this.#top.at(name)))
  }

  #isMovedIn(parent: OpenedDirectory, name: Name): boolean {
    try {
      return isMovedIn(lstatSync(parent.at(name), { bigint: true }), this.#top.birth)
    } catch {
      return false // Removing it says what is wrong.
    }
  }

  #moveUp(parent: OpenedDirectory, name: Name): Name {
    let isOpenedUp = false
    for (;;) {
      this.#moved += 1
      const moved = Buffer.from(`.removed-${this.#moved}`)
      try {
        renameSync(parent.at(name), this.#top.at(moved))
        return moved
      } catch (error) {
        const code = codeOf(error)
        if (code === 'EACCES' && !isOpenedUp) {
          // A folder that nobody may write to cannot change its parent.
          parent.belowForced(name)?.close()
          isOpenedUp = true
        } else if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOTDIR') throw error
      }
    }
  }

  /** What has gone by itself is as good as removed. */
  #attempt(name: Name, action: () => void): void {
    try {
      action()
    } catch (error) {
      const code = codeOf(error)
      if (code !== 'ENOENT') this.#unremoved.push({ entry: name.toString(), code })
    }
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'an error without a code'
}
