import { permissionsAfter } from '../../filesystem/shadow/permissions-after.ts'
import type { Shadow } from '../../filesystem/shadow/shadow.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import type { PendingStep, StepOutcome } from '../../model/step.ts'
import { OperationDigest, OperationLog } from '../../faults/power-loss/index.ts'
import type { DiskOperation } from '../../faults/power-loss/operation.ts'

/** What an execution has asked of the disk: what a power loss leaves follows from it. */
export interface DiskHistory {
  readonly operations: readonly DiskOperation[]
  /** By step, how many operations there were after it. */
  readonly after: readonly number[]
  /** By step, what stands for the operations up to it: equal where a power loss could leave the same, now and later. */
  readonly digests: readonly string[]
  /** A file whose data is not known, so that nothing can be told. */
  readonly unreadable: string | null
}

interface AfterStep {
  readonly written: Uint8Array | null
  readonly shadow: Shadow
}

/** Keeps the disk history of one execution; it costs, since all data that is written is read back. */
export class DiskRecord implements DiskHistory {
  after: number[] = []
  digests: string[] = []
  #log: OperationLog
  #digest = new OperationDigest()

  constructor(dir: Pick<RunDirectory, 'open'>, alias: (path: string) => string) {
    this.#log = new OperationLog((file) => {
      const opened = dir.open(file)
      return opened && ((offset, bytes) => opened.read(offset, bytes))
    }, alias)
  }

  /** The same, from where each goes on by itself; there it has to be told what is written. */
  fork(alias: (path: string) => string): DiskRecord {
    const fork = new DiskRecord({ open: () => null }, alias)
    fork.after = [...this.after]
    fork.digests = [...this.digests]
    fork.#log = this.#log.fork(alias)
    fork.#digest = this.#digest.fork()
    return fork
  }

  get operations(): readonly DiskOperation[] {
    return this.#log.operations
  }

  /** Stands for what was asked so far: equal where a power loss could leave the same, now and later. */
  get digest(): string {
    return this.#digest.value
  }

  get unreadable(): string | null {
    return this.#log.unreadable
  }

  /**
   * @param outcome null where the step was not carried out, since its writer was killed
   * @param after what was written, as far as that is known, and what the step has left
   */
  take(writer: number, step: PendingStep, outcome: StepOutcome | null, after: AfterStep): void {
    const { written, shadow } = after
    const permissions = outcome ? permissionsAfter(shadow, writer, step) : undefined
    if (outcome) this.#log.take(writer, step, { ...outcome, written, permissions })
    this.#digest.take(this.operations, `${writer}.${step.id}`)
    this.after.push(this.operations.length)
    this.digests.push(this.digest)
  }

  kill(writer: number): void {
    this.#log.closeAll(writer)
    this.#digest.take(this.operations, `${writer} killed`)
  }
}
