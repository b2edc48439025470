import { rootNumber, type InodeNumber } from '../../../filesystem/inode.ts'

interface Node {
  readonly inode: InodeNumber
  /** Under which it was looked up last, relative to the directory that is served. */
  path: string
}

/**
 * What the kernel calls the inodes of one mount. A number never comes again within a mount: what the kernel still
 * remembers of an earlier execution leads to nothing.
 */
export class Nodes {
  readonly #nodes = new Map<number, Node>()
  readonly #numbers = new Map<InodeNumber, number>()
  /** By directory and name, what the kernel was told last in this execution. */
  readonly #told = new Map<string, number>()
  #last = rootNumber

  constructor() {
    this.reset()
  }

  reset(): void {
    this.#nodes.clear()
    this.#numbers.clear()
    this.#nodes.set(rootNumber, { inode: rootNumber, path: '' })
    this.#numbers.set(rootNumber, rootNumber)
  }

  /** The number for an inode that was found under a path. */
  numberOf(inode: InodeNumber, path: string): number {
    const known = this.#numbers.get(inode)
    if (known !== undefined) {
      const node = this.#nodes.get(known)
      if (node && known !== rootNumber) node.path = path
      return known
    }
    this.#last += 1
    this.#nodes.set(this.#last, { inode, path })
    this.#numbers.set(inode, this.#last)
    return this.#last
  }

  /** Null where the kernel was never told of an inode. */
  knownNumberOf(inode: InodeNumber): number | null {
    return this.#numbers.get(inode) ?? null
  }

  /** Undefined for what the kernel should have forgotten. */
  inodeOf(number: number): InodeNumber | undefined {
    return this.#nodes.get(number)?.inode
  }

  pathOf(number: number): string {
    return this.#nodes.get(number)?.path ?? ''
  }

  /**
   * The kernel is told what a name leads to, or that it leads to nothing (null).
   *
   * @returns whether it takes it for something else, so that it will ask again at once (`fuse_dentry_revalidate`)
   */
  tell(directory: number, name: string, number: number | null): boolean {
    const key = `${directory}/${name}`
    const before = this.#told.get(key)
    if (number === null) this.#told.delete(key)
    else this.#told.set(key, number)
    return before !== undefined && before !== number
  }

  /**
   * Every name that the kernel may still take for something. It forgets some of them whenever it needs memory, and says
   * nothing of that: whoever begins an execution has it forget all of them, and then it is known what it knows.
   */
  takeTold(): readonly (readonly [directory: number, name: string])[] {
    const told = [...this.#told.keys()].map((key) => {
      const end = key.indexOf('/')
      return [Number(key.slice(0, end)), key.slice(end + 1)] as const
    })
    this.#told.clear()
    return told
  }

  /** What the kernel takes a name for. */
  toldOf(directory: number, name: string): number | null {
    return this.#told.get(`${directory}/${name}`) ?? null
  }

  /** The path of a name in a directory. */
  below(number: number, name: string): string {
    const folder = this.pathOf(number)
    return folder === '' ? name : `${folder}/${name}`
  }
}
