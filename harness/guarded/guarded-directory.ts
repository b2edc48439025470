import fs from 'node:fs'
import path from 'node:path'
import { emptyTree, type Unremoved } from './empty-tree.ts'
import { isSameIdentity, type Identity, type KnownDirectory } from './identity.ts'
import { isMovedIn } from './foreign.ts'
import { listTree } from './list-tree.ts'
import { OpenedDirectory } from './opened-directory.ts'

/** Captured before a target can patch `fs`. */
const { lstatSync, mkdirSync, rmdirSync, unlinkSync } = fs

/**
 * A directory that the harness has made, and that a target may do anything to. Whatever the harness lists, removes or
 * writes goes through one of these: it reaches what it has made, and nothing that has come into its place.
 */
export class GuardedDirectory implements KnownDirectory {
  readonly path: string
  readonly identity: Identity
  readonly #opened: OpenedDirectory

  private constructor(location: string, opened: OpenedDirectory) {
    this.path = location
    this.identity = opened.identity
    this.#opened = opened
  }

  /**
   * Makes a directory.
   *
   * @param location absolute
   * @param mode its permissions, less the umask
   * @throws as mkdir(2).
   */
  static make(location: string, mode = 0o700): GuardedDirectory {
    mkdirSync(location, { mode })
    return new GuardedDirectory(location, new OpenedDirectory(location))
  }

  /** One that another process has made; null where its path leads elsewhere by now. */
  static known({ path: location, identity }: KnownDirectory): GuardedDirectory | null {
    const found = GuardedDirectory.found(location)
    if (!found || isSameIdentity(found.identity, identity)) return found
    found.close()
    return null
  }

  /** Whatever directory is at a path; null where there is none, or a link, or one that may not be read. */
  static found(location: string): GuardedDirectory | null {
    try {
      return new GuardedDirectory(location, new OpenedDirectory(location))
    } catch {
      return null
    }
  }

  /** The user whose it is (chown(2)). */
  get owner(): number {
    return this.#opened.owner
  }

  /** For a child process to inherit, see `atInChild`. */
  get descriptor(): number {
    return this.#opened.descriptor
  }

  /** As `at`, in a child process that has `descriptor` under this number. */
  atInChild(number: number, relative: string): string {
    return this.#opened.atInChild(number, relative)
  }

  /** Whether its path leads to it. Links in the folders above are followed, as by everybody who uses the path. */
  get isInPlace(): boolean {
    return this.#opened.isAt(this.path)
  }

  /**
   * Makes a directory in it.
   *
   * @param mode its permissions, less the umask
   * @throws as mkdir(2).
   */
  make(name: string, mode = 0o700): GuardedDirectory {
    mkdirSync(this.at(name), { mode })
    const opened = this.#opened.below(name)
    if (!opened) throw new Error(`something is mounted at ${path.join(this.path, name)}`)
    return new GuardedDirectory(path.join(this.path, name), opened)
  }

  /**
   * Where functions of `fs` find an entry, though the path leads elsewhere by now.
   *
   * @param relative a name, or names joined by `/`; links in the folders between are followed
   */
  at(relative: string): string {
    return this.#opened.at(relative)
  }

  /** Every entry below it, relative to it, sorted; directories end in `/`. */
  list(): string[] {
    return listTree(this.#opened)
  }

  /** Removes all that is in it. Gives back what could not be removed. */
  empty(): readonly Unremoved[] {
    return emptyTree(this.#opened)
  }

  /**
   * Removes one entry of it that is no directory.
   *
   * @throws as unlink(2), and Error when it is older than the directory.
   */
  unlink(name: string): void {
    const stats = lstatSync(this.at(name), { bigint: true })
    if (isMovedIn(stats, this.#opened.birth)) throw new Error(`${name} was moved into ${this.path}`)
    unlinkSync(this.at(name))
  }

  get mode(): number {
    return this.#opened.mode
  }

  set mode(mode: number) {
    this.#opened.mode = mode
  }

  /**
   * Removes it with all that is in it. Where its path leads elsewhere by now, nothing is removed.
   *
   * @returns what is left, in words; null where nothing is, and it is closed.
   */
  remove(): string | null {
    try {
      if (!this.isInPlace) return `${this.path} is no longer the directory that was made there`
      const [first] = this.empty()
      if (first) return `${this.path} could not be emptied (${first.code})`
      rmdirSync(this.path)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT') return `${this.path} could not be removed (${code})`
    }
    this.close()
    return null
  }

  close(): void {
    this.#opened.close()
  }
}
