import { CanonicalNames } from '../../model/canonical-names.ts'
import type { FileSystemModel, Inode } from '../../model/file-system.ts'
import { InodeNumbers, rootNumber } from '../../model/inode-numbers.ts'
import { mention } from '../../model/mention.ts'
import type { Operation, PendingStep, Step } from '../../model/step.ts'
import type { Grant, Report } from '../../protocol/controlled-messages.ts'

const looks: ReadonlySet<Operation> = new Set(['stat', 'lstat', 'fstat'])

/** Tells writers which inode numbers to show: they see the same whatever the kernel has given. */
export class ShownInodes {
  readonly #model: FileSystemModel
  readonly #names: CanonicalNames
  readonly #numbers = new InodeNumbers()

  /** @param model kept up by the caller */
  constructor(model: FileSystemModel, sessionFiles: readonly string[] = []) {
    this.#model = model
    this.#names = new CanonicalNames(sessionFiles)
  }

  /** Takes in what a writer mentions, before any of it is granted. */
  take(writer: number, { files, asked = [] }: Report): void {
    if (files) this.#names.keep(Object.values(files))
    for (const step of asked) mention(this.#names, writer, step)
  }

  /** A step has succeeded, and the model knows it. */
  performed(writer: number, { id, path = '', to = '' }: PendingStep): void {
    for (const made of [path, to]) this.#note(made, `${writer}.${id}`)
  }

  /** What there is has come about by no step: the disk after a power loss. */
  adopted(): void {
    for (const path of this.#model.paths) this.#note(path, `disk ${this.#names.known(path)}`)
  }

  killed(writer: number): void {
    this.#names.forget(writer, this.#model.paths)
  }

  /** What a step shows that looks at an inode; nothing for others. */
  shownBy(writer: number, step: Step): Pick<Grant, 'inode' | 'inodes'> {
    if (!looks.has(step.op)) return {}
    const inode = step.path === '' ? rootNumber : this.#numberOf(this.#model.inodeOf(writer, step))
    // Where a path leads through symbolic links is decided when the step is carried out.
    return { inode, ...(this.#model.hasLinks && step.handle === undefined && { inodes: this.#all() }) }
  }

  #all(): Record<string, number> {
    const entries = [...this.#model.entries].map(([path, inode]) => [path, this.#numberOf(inode)])
    return Object.fromEntries([['', rootNumber], ...entries])
  }

  #numberOf(inode: Inode | null): number | undefined {
    return inode === null ? undefined : this.#numbers.numberOf(inode)
  }

  #note(path: string, maker: string): void {
    const inode = this.#model.inodeAt(path)
    if (inode !== null) this.#numbers.make(inode, this.#names.known(path), maker)
  }
}
