import { hash } from 'node:crypto'
import { isTemporary } from './canonical-names.ts'
import type { Inode } from './file-system.ts'

/** So many hexadecimal digits are a safe integer, and two inodes of one execution never share a number by chance. */
const digits = 12

/**
 * The numbers that `stat` shows in place of the kernel's. They follow from the execution alone: an inode is called
 * after the name that it was made under, and after how many were made under it before; under a temporary name, after
 * the step that made it, since such a name is told by who mentions it first, and no step depends on that. So both names
 * of a hard link show one number, and what is made anew shows a new one. Which of two numbers is the larger tells
 * nothing.
 */
export class InodeNumbers {
  /** By name, how many were made under it. */
  readonly #made = new Map<string, number>()
  readonly #labels = new Map<Inode, string>()

  /**
   * @param name as `CanonicalNames` has it
   * @param maker the step that made it, by its writer and its number
   */
  make(inode: Inode, name: string, maker: string): void {
    if (this.#labels.has(inode)) return
    if (isTemporary(name)) {
      this.#labels.set(inode, `*${maker}`)
      return
    }
    const count = (this.#made.get(name) ?? 0) + 1
    this.#made.set(name, count)
    this.#labels.set(inode, `${name}@${count}`)
  }

  /** Stands for the number; undefined for what no step has made. */
  labelOf(inode: Inode): string | undefined {
    return this.#labels.get(inode)
  }

  numberOf(inode: Inode): number | undefined {
    const label = this.#labels.get(inode)
    return label === undefined ? undefined : inodeNumber(label)
  }

  /** What the numbers of inodes that are yet to be made depend on. */
  parts(): readonly (readonly [string, number])[] {
    return [...this.#made].toSorted(([one], [other]) => (one < other ? -1 : 1))
  }
}

/** The number of the run directory itself. */
export const rootNumber = inodeNumber('')

function inodeNumber(label: string): number {
  return Number.parseInt(hash('sha256', label, 'hex').slice(0, digits), 16)
}
