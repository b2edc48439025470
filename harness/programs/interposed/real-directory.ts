import fs from 'node:fs'
import path from 'node:path'
import type { GuardedDirectory } from '../../guarded/guarded-directory.ts'
import { readFile } from '../../guarded/read-file.ts'
import type { Unread } from '../../model/content.ts'
import type { ReadBack } from '../../model/read-back.ts'
import { RunDirectoryLost } from '../../model/run-directory-lost.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import type { EntryLooks, Tree } from '../../model/tree.ts'
import { FilesReadBack } from './files-read-back.ts'

/** As everybody makes one; less the umask. */
const usualMode = 0o777

/** A run directory of this machine's. */
export class RealDirectory implements RunDirectory {
  readonly #guarded: GuardedDirectory
  readonly #mode: number
  readonly #files: FilesReadBack
  #isUsable = true

  /** @throws as mkdir(2). */
  constructor(parent: GuardedDirectory, name: string) {
    this.#guarded = parent.make(name, usualMode)
    this.#mode = this.#guarded.mode
    this.#files = new FilesReadBack(this.#guarded)
  }

  get path(): string {
    return this.#guarded.path
  }

  /** False once it is lost. */
  get isUsable(): boolean {
    return this.#isUsable
  }

  assertInPlace(): void {
    if (!this.#guarded.isInPlace) this.#lose()
  }

  entries(): string[] {
    return this.#guarded.list()
  }

  read(file: string): Uint8Array | Unread {
    return readFile(this.#guarded.at(file))
  }

  open(file: string): ReadBack | null {
    return this.#files.open(file)
  }

  closeFiles(): void {
    this.#files.close()
  }

  relativeLink(entry: string): string | null {
    try {
      const text = fs.readlinkSync(this.#guarded.at(entry))
      return path.isAbsolute(text) ? null : text
    } catch {
      return null
    }
  }

  /** Cheaper than a new directory each time. */
  clear(entries: readonly string[] = this.entries()): void {
    this.assertInPlace()
    if (!this.#unlinkAll(entries)) {
      const [first] = this.#guarded.empty()
      if (first) this.#lose(`could not be emptied (${first.code}: ${first.entry})`)
    }
    if (this.#guarded.mode !== this.#mode) this.#guarded.mode = this.#mode
  }

  materialise(tree: Tree): void {
    this.assertInPlace()
    // In order of paths, so what is in a directory comes after it.
    for (const [relative, node] of tree) {
      const full = this.#guarded.at(relative)
      if (node.kind === 'directory') fs.mkdirSync(full)
      else if (node.kind === 'symlink') fs.symlinkSync(node.says ?? path.resolve(this.path, node.to), full)
      else if (node.sameAs !== undefined) fs.linkSync(this.#guarded.at(node.sameAs), full)
      else fs.writeFileSync(full, node.bytes, { flag: 'wx' })
    }
    // What is made in a directory dates it, and may not be allowed later.
    for (const [relative, node] of [...tree].toReversed())
      if (node.kind !== 'symlink') this.#dress(this.#guarded.at(relative), node)
  }

  #dress(full: string, { permissions, times }: EntryLooks): void {
    if (permissions !== undefined) fs.chmodSync(full, permissions)
    if (times) fs.utimesSync(full, times.accessed, times.modified)
  }

  close(): void {
    this.#files.close()
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
