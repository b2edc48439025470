import type { Entry } from './draft/disk-operation.ts'
import type { AtPath } from './requests.ts'
import type { Draft } from './draft/draft.ts'
import { entryAt, parentOf } from './draft/entries.ts'
import { touchAccessTime } from './draft/data.ts'
import { targetOf } from './draft/links.ts'
import { isMachinesToDecide, isPermitted, mayExecute } from './draft/permissions.ts'
import { rootNumber, type InodeNumber } from './inode.ts'
import { isLonger } from './names.ts'
import { refused, unknown, Refusal } from './outcome.ts'

/** With the zero byte at the end (limits.h, `PATH_MAX`). */
const mostPathBytes = 4096
const mostNameBytes = 255
/** `MAXSYMLINKS` of the kernel. */
const mostLinks = 40

/** Where the last component of a path is looked up. */
export interface Place {
  readonly parent: InodeNumber
  readonly name: string
  /** What the last component is: a name, `.`, `..`, or nothing, where the path is the store's own root. */
  readonly last: 'name' | 'dot' | 'dots' | 'root'
  /** Whether slashes come after it. */
  readonly hasSlash: boolean
}

export const outside = unknown('the path leads out of the run directory')

/**
 * Follows paths as Linux does: path_resolution(7), and `link_path_walk` in fs/namei.c. One walk counts the symbolic
 * links of one path.
 */
export class Walk {
  /** The entry that was looked up last. */
  latest: Entry = { parent: rootNumber, name: '.' }
  readonly #draft: Draft
  #links = 0

  constructor(draft: Draft) {
    this.#draft = draft
  }

  /** Up to the directory of the last component, which is not looked up. */
  toParent({ path, from = rootNumber }: AtPath): Place | Refusal {
    if (path === '') return refused('ENOENT')
    if (isLongPath(path)) return refused('ENAMETOOLONG')
    const start = this.#startOf(path, from)
    if (start instanceof Refusal) return start
    const { parts, hasSlash } = start
    let { at } = start
    const last = parts.pop()
    for (const part of parts) {
      const next = this.#step(at, part)
      if (next instanceof Refusal) return next
      at = next
    }
    const isWrong = this.#cannotSearch(at)
    if (isWrong) return isWrong
    if (last === undefined) return { parent: at, name: '', last: 'root', hasSlash }
    const kinds: Readonly<Record<string, Place['last']>> = { '.': 'dot', '..': 'dots' }
    return { parent: at, name: last, last: kinds[last] ?? 'name', hasSlash }
  }

  /** What a path leads to. A link in the last place is followed if it is asked for, or if slashes come after it. */
  to(where: AtPath, follow: boolean): InodeNumber | Refusal {
    const place = this.toParent(where)
    if (place instanceof Refusal) return place
    if (place.last !== 'name') return this.atDots(place)
    const found = this.lookUp(place)
    if (found instanceof Refusal) return found
    if (found === null) return refused('ENOENT')
    const isFollowed = this.#draft.kindOf(found) === 'link' && (follow || place.hasSlash)
    const end = isFollowed ? this.#follow(place.parent, found) : found
    if (end instanceof Refusal || !place.hasSlash) return end
    return this.#draft.kindOf(end) === 'directory' ? end : refused('ENOTDIR')
  }

  /** Looks up the last component of a place, which is a name. */
  lookUp({ parent, name }: Place): InodeNumber | null | Refusal {
    if (isLonger(name, mostNameBytes)) return refused('ENAMETOOLONG')
    this.latest = { parent, name }
    return entryAt(this.#draft, parent, name)
  }

  /** Where the last component of a place leads that is no name. */
  atDots({ parent, last }: Place): InodeNumber | Refusal {
    return last === 'dots' ? (parentOf(this.#draft, parent) ?? outside) : parent
  }

  /** Where a symbolic link leads, as the path of another walk. */
  through(directory: InodeNumber, link: InodeNumber): AtPath | Refusal {
    this.#links += 1
    if (this.#links > mostLinks) return refused('ELOOP')
    if (isMachinesToDecide(this.#draft, directory, link))
      return unknown('whether others may follow this symbolic link depends on the setting protected_symlinks')
    touchAccessTime(this.#draft, link)
    return { path: targetOf(this.#draft, link), from: directory }
  }

  #follow(directory: InodeNumber, link: InodeNumber): InodeNumber | Refusal {
    const where = this.through(directory, link)
    return where instanceof Refusal ? where : this.to(where, true)
  }

  #startOf(
    path: string,
    from: InodeNumber,
  ): { parts: string[]; at: InodeNumber; hasSlash: boolean } | Refusal {
    const hasSlash = path.endsWith('/')
    if (!path.startsWith('/')) return { parts: partsOf(path), at: from, hasSlash }
    const { rootPath } = this.#draft.options
    if (rootPath === null || (path !== rootPath && !path.startsWith(`${rootPath}/`))) return outside
    return { parts: partsOf(path.slice(rootPath.length)), at: rootNumber, hasSlash }
  }

  /** From a directory to what one component leads to, which has to be a directory, too. */
  #step(at: InodeNumber, part: string): InodeNumber | Refusal {
    const isWrong = this.#cannotSearch(at)
    if (isWrong) return isWrong
    if (part === '.') return at
    if (part === '..') return parentOf(this.#draft, at) ?? outside
    const found = this.lookUp({ parent: at, name: part, last: 'name', hasSlash: false })
    if (found instanceof Refusal) return found
    if (found === null) return refused('ENOENT')
    const end = this.#draft.kindOf(found) === 'link' ? this.#follow(at, found) : found
    if (end instanceof Refusal) return end
    return this.#draft.kindOf(end) === 'directory' ? end : refused('ENOTDIR')
  }

  #cannotSearch(at: InodeNumber): Refusal | null {
    if (this.#draft.kindOf(at) !== 'directory') return refused('ENOTDIR')
    return isPermitted(this.#draft, at, mayExecute) ? null : refused('EACCES')
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '')
}

/** Whether a path, or the target of a symbolic link, has more bytes than the kernel takes. */
export function isLongPath(path: string): boolean {
  return isLonger(path, mostPathBytes - 1)
}
