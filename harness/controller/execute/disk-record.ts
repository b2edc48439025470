import { permissionsAfter } from '../../filesystem/shadow/permissions-after.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import { OperationDigest, OperationLog, persistenceModels } from '../../faults/power-loss/index.ts'
import type { DiskOperation } from '../../faults/power-loss/operation.ts'
import type { Granted, Observer } from './observer.ts'

/** What an execution has asked of the disk: what a power loss leaves follows from it. */
export interface DiskHistory {
  readonly operations: readonly DiskOperation[]
  /** By step, how many operations there were after it. */
  readonly after: readonly number[]
  /** What stands for the operations up to a step: equal where a power loss could leave the same, now and later. */
  digestAfter(position: number): string
  /** A file whose data is not known, so that nothing can be told. */
  readonly unreadable: string | null
}

/** Keeps the disk history of one execution; it costs, since all data that is written is read back. */
export class DiskRecord implements DiskHistory, Observer {
  after: number[] = []
  #log: OperationLog
  #digest = newDigest()
  /** By step, its name. */
  #causes: string[] = []
  /** By step, the digest after it, where somebody has asked then. */
  #digests: string[] = []
  readonly #dir: Pick<RunDirectory, 'open' | 'relativeLink'>

  constructor(dir: Pick<RunDirectory, 'open' | 'relativeLink'>, alias: (path: string) => string) {
    this.#dir = dir
    this.#log = new OperationLog((file) => {
      const opened = dir.open(file)
      return opened && ((offset, bytes) => opened.read(offset, bytes))
    }, alias)
  }

  /** The same, from where each goes on by itself; there it has to be told what is written. */
  fork(alias: (path: string) => string): DiskRecord {
    const fork = new DiskRecord({ open: () => null, relativeLink: () => null }, alias)
    fork.after = [...this.after]
    fork.#causes = [...this.#causes]
    fork.#digests = [...this.#digests]
    fork.#log = this.#log.fork(alias)
    fork.#digest = this.#digest.fork()
    return fork
  }

  get operations(): readonly DiskOperation[] {
    return this.#log.operations
  }

  /** Stands for what was asked so far: equal where a power loss could leave the same, now and later. */
  get digest(): string {
    const { value } = this.#digest
    const { length: position } = this.after
    // What a kill has closed by then came after the step.
    if (this.after[position - 1] === this.operations.length) this.#digests[position] = value
    return value
  }

  digestAfter(position: number): string {
    return (this.#digests[position] ??= this.#digestAfter(position))
  }

  #digestAfter(position: number): string {
    const digest = newDigest()
    for (const [index, count] of this.after.slice(0, position).entries())
      digest.take(this.operations.slice(0, count), this.#causes[index] ?? '')
    return digest.value
  }

  get unreadable(): string | null {
    return this.#log.unreadable
  }

  take({ writer, step, done, shadow }: Granted): void {
    if (done) {
      const { outcome, happened } = done
      const permissions = permissionsAfter(shadow, writer, step)
      const says = step.op === 'symlink' ? this.#dir.relativeLink(step.to ?? '') : null
      this.#log.take(writer, step, { ...outcome, written: happened.written, permissions, says })
    }
    const cause = `${writer}.${step.id}`
    this.#digest.take(this.operations, cause)
    this.#causes.push(cause)
    this.after.push(this.operations.length)
  }

  kill(writer: number): void {
    this.#log.closeAll(writer)
    this.#digest.take(this.operations, `${writer} killed`)
  }
}

function newDigest(): OperationDigest {
  return new OperationDigest(Object.values(persistenceModels))
}
