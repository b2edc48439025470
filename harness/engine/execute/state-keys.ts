import fs from 'node:fs'
import path from 'node:path'
import { digestOf } from '../../model/digest.ts'
import { State } from '../../model/state.ts'
import type { PendingStep } from '../../model/step.ts'
import type { Report } from '../../protocol/controlled-messages.ts'
import { readWhole } from './read-whole.ts'

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = fs.constants

/** Names the states that an execution passes through, for a search that will not visit one twice. */
export class StateKeys {
  readonly #state: State
  readonly #fds: number[] = []

  constructor(dir: string, writers: number) {
    // One more may start after a crash.
    this.#state = new State(writers + 1, (file) => this.#open(path.join(dir, file)))
  }

  /** Takes in a step that was carried out, and then what its writer made of it. */
  perform(writer: number, step: PendingStep, report: Report, nowMicros: number): void {
    this.#state.perform(writer, step, report.outcome ?? {}, nowMicros)
    this.take(writer, report)
  }

  take(writer: number, { calls = [], ...report }: Report): void {
    const outcomes = calls.map(({ call, outcome }) => `${call} ${outcome}`)
    this.#state.take(writer, { ...report, outcomes })
  }

  kill(writer: number, outcomes: readonly string[]): void {
    this.#state.kill(writer, outcomes)
  }

  /** @param memory what of the history later verdicts depend on */
  key(memory: readonly unknown[]): string {
    return digestOf(this.#state.parts(), memory)
  }

  close(): void {
    for (const fd of this.#fds) fs.closeSync(fd)
  }

  /** Stays open, so that the data can still be read when the file has lost its name. */
  #open(file: string): (() => Uint8Array) | null {
    let fd: number
    try {
      fd = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    } catch {
      return null
    }
    this.#fds.push(fd)
    return fs.fstatSync(fd).isFile() ? () => readWhole(fd) : null
  }
}
