import type { Begin, Reaction } from './program.ts'
import type { Happened, PendingStep } from './step.ts'

/** Sees what programs do, for whoever learns from it. */
export interface Witness {
  /** Another execution begins: nobody was killed. */
  starts(): void
  /** A program is about to begin. */
  begins(order: Begin): void
  /** Its process is gone: whoever looks for it finds that, and may do so without a step. */
  killed(writer: number): void
  /** It has done so, or a step of its was carried out; what it does comes next. Never a step that a kill cut short. */
  performed(writer: number, step: PendingStep, happened: Happened, nowMicros: number, position: number): void
  /**
   * What a program did until it waits again.
   *
   * @param asked the steps that it asks for, with canonical names: see `mention`
   * @throws NotRepeated where it has done something else before, after the same observations.
   */
  reacted(writer: number, reaction: Reaction, asked: readonly unknown[]): void
}
