import type { Fault } from '../../model/fault.ts'
import type { Step } from '../../model/step.ts'

/** A step that an operation asks for, whoever waits for it. */
export interface Draft<T = unknown> {
  readonly step: Omit<Step, 'sync'>
  readonly perform: (fault?: Fault) => T
  readonly fail: (code: string) => NodeJS.ErrnoException
}

/** Waiting for something that is no step: data that the caller's iterable has yet to deliver. */
export interface Awaiting {
  readonly awaiting: PromiseLike<unknown>
}

/**
 * An operation of Node's API as the sequence of its steps. Written once; the drivers in `drive.ts` turn it into
 * the synchronous, the callback and the promise face.
 */
export type Plan<T> = Generator<Draft | Awaiting, T, unknown>

export function* take<T>(draft: Draft<T>): Plan<T> {
  return (yield draft) as T
}

/** Only a plan that no synchronous face can reach may wait for a promise. */
export function* wait<T>(awaiting: PromiseLike<T>): Plan<Awaited<T>> {
  return (yield { awaiting }) as Awaited<T>
}
