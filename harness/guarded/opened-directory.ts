import fs from 'node:fs'
import { birthOf } from './foreign.ts'
import { identityOf, isSameIdentity, type Identity } from './identity.ts'

/** Captured before a target can patch `fs`. */
const { chmodSync, closeSync, fstatSync, lstatSync, openSync, readdirSync, readFileSync, statSync } = fs
const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = fs.constants
/** Of <fcntl.h> on Linux; Node has no name for it. Such a descriptor needs no permission, and reads nothing (open(2)). */
const O_PATH = 0o10000000
const ownerMode = 0o700

type Name = string | Buffer

/**
 * A directory that is held open: what is in it is reached through the descriptor, so that no link, no rename and no
 * mount that comes later leads anywhere else. Linux reaches it by `/proc/self/fd/N/name` (proc_pid_fd(5)). Where there
 * is no such thing, device and inode are compared before each use of the path.
 */
export class OpenedDirectory {
  readonly identity: Identity
  /** When it was made, as `birthOf` gives it. */
  readonly birth: bigint
  readonly #fd: number
  readonly #path: string
  /** The way through the descriptor; null where the system has none. */
  readonly #through: string | null
  #isOpen = true

  /**
   * Opens a directory; a link in the last component is not followed.
   *
   * @param access O_RDONLY, or O_PATH where it need not be read
   * @throws as open(2): ENOTDIR where it is no directory or a link, ENOENT where there is none.
   */
  constructor(path: Name, access = O_RDONLY) {
    this.#fd = openSync(path, access | O_DIRECTORY | O_NOFOLLOW)
    // Only where there is no way through the descriptor is it used again; names are UTF-8 there.
    this.#path = path.toString()
    const stats = fstatSync(this.#fd, { bigint: true })
    this.identity = identityOf(stats)
    this.birth = birthOf(stats)
    this.#through = this.#isReachable() ? this.#link : null
  }

  /**
   * Where functions of `fs` find what is in it.
   *
   * @param name of an entry, or several names joined by `/`; empty for the directory itself
   * @throws Error where the path leads to another directory by now, and there is no other way.
   */
  at(name: string): string
  at(name: Name): Name
  at(name: Name): Name {
    if (!this.#isOpen) throw new Error(`${this.#path} was closed`)
    const base = this.#through ?? this.#proven()
    if (typeof name !== 'string') return Buffer.concat([Buffer.from(`${base}/`), name])
    return name === '' ? base : `${base}/${name}`
  }

  /**
   * What the path leads to now, by which it was opened.
   *
   * @param path where the directory was; default: as it was opened
   */
  isAt(path = this.#path): boolean {
    try {
      return isSameIdentity(identityOf(lstatSync(path, { bigint: true })), this.identity)
    } catch {
      return false
    }
  }

  names(): fs.Dirent[] {
    return readdirSync(this.at(''), { withFileTypes: true })
  }

  /** The same as they are on disk: a name need not be UTF-8. */
  rawNames(): fs.Dirent<Buffer>[] {
    return readdirSync(this.at(''), { withFileTypes: true, encoding: 'buffer' })
  }

  /**
   * A directory in it. Null where something is mounted there: what lies beyond is not part of this one.
   *
   * @throws as open(2), for a link, too.
   */
  below(name: Name, access = O_RDONLY): OpenedDirectory | null {
    const child = new OpenedDirectory(this.at(name), access)
    if (child.#mount === this.#mount && child.identity.device === this.identity.device) return child
    child.close()
    return null
  }

  /** The same, with all rights for its owner, whoever has taken them away. */
  belowForced(name: Name): OpenedDirectory | null {
    this.openUp(name)
    const child = this.below(name)
    if (child && (child.mode & ownerMode) !== ownerMode) chmodSync(child.at(''), ownerMode)
    return child
  }

  /** Gives its owner all rights to a directory in it that cannot be opened. */
  openUp(name: Name): void {
    try {
      this.below(name)?.close()
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EACCES' || this.#through === null) throw error
    }
    const shut = this.below(name, O_PATH)
    if (shut === null) return
    try {
      chmodSync(shut.at(''), ownerMode)
    } finally {
      shut.close()
    }
  }

  /** The user whose it is (chown(2)). */
  get owner(): number {
    return fstatSync(this.#fd).uid
  }

  /** Its permissions (chmod(2)). */
  get mode(): number {
    return fstatSync(this.#fd).mode & 0o7777
  }

  set mode(mode: number) {
    chmodSync(this.at(''), mode)
  }

  /** As `at`, in a child process that has the descriptor under this number. */
  atInChild(number: number, name: string): string {
    return this.#through === null ? this.at(name) : `/proc/self/fd/${number}/${name}`
  }

  get descriptor(): number {
    return this.#fd
  }

  /** Once closed, its number may be another's: nothing of it can be used any more. */
  close(): void {
    if (this.#isOpen) closeSync(this.#fd)
    this.#isOpen = false
  }

  get #link(): string {
    return `/proc/self/fd/${this.#fd}`
  }

  /** Which mount it is on; null where the system does not tell. A bind mount has the device of what it shows. */
  get #mount(): string | null {
    try {
      const info = readFileSync(`/proc/self/fdinfo/${this.#fd}`, 'latin1')
      return /^mnt_id:\s*(\d+)$/m.exec(info)?.[1] ?? null
    } catch {
      return null
    }
  }

  #isReachable(): boolean {
    try {
      return isSameIdentity(identityOf(statSync(this.#link, { bigint: true })), this.identity)
    } catch {
      return false
    }
  }

  #proven(): string {
    if (this.isAt()) return this.#path
    throw new Error(`${this.#path} is no longer the directory that was opened`)
  }
}
