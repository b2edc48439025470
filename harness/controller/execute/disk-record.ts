import fs from 'node:fs'
import type { PendingStep } from '../../model/step.ts'
import { OperationDigest, OperationLog } from '../../faults/power-loss/index.ts'
import type { DiskOperation } from '../../faults/power-loss/operation.ts'
import type { RunDirectory } from './run-dir.ts'

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = fs.constants

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

/** Keeps the disk history of one execution; it costs, since all data that is written is read back. */
export class DiskRecord implements DiskHistory {
  readonly after: number[] = []
  readonly digests: string[] = []
  readonly #log: OperationLog
  readonly #dir: Pick<RunDirectory, 'at'>
  readonly #fds: number[] = []
  readonly #digest = new OperationDigest()

  constructor(dir: Pick<RunDirectory, 'at'>, alias: (path: string) => string) {
    this.#dir = dir
    this.#log = new OperationLog((file) => this.#open(file), alias)
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

  /** @param outcome null where the step was not carried out, since its writer was killed */
  take(writer: number, step: PendingStep, outcome: { error?: string; bytes?: number } | null): void {
    if (outcome) this.#log.take(writer, step, outcome)
    this.#digest.take(this.operations, `${writer}.${step.id}`)
    this.after.push(this.operations.length)
    this.digests.push(this.digest)
  }

  kill(writer: number): void {
    this.#log.closeAll(writer)
    this.#digest.take(this.operations, `${writer} killed`)
  }

  close(): void {
    for (const fd of this.#fds.splice(0)) fs.closeSync(fd)
  }

  /** Stays open, so that what is written can be read back when the file has lost its name. */
  #open(file: string): ((offset: number, bytes: number) => Uint8Array | null) | null {
    let fd: number
    try {
      fd = fs.openSync(this.#dir.at(file), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    } catch {
      return null
    }
    this.#fds.push(fd)
    return (offset, bytes) => {
      const data = Buffer.alloc(bytes)
      return fs.readSync(fd, data, 0, bytes, offset) === bytes ? data : null
    }
  }
}
