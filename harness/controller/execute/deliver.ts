import { defaultActionOf, isHandleable, noSignal, signalName } from '../../model/signals.ts'
import type { Fault } from '../../model/fault.ts'
import { writerLabel } from '../../model/workload.ts'
import type { Standing } from './standing.ts'

/** What comes of a signal from one writer to another, or to itself. */
export type Delivery =
  /** There is nobody any more: the sender gets ESRCH. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'kills'; readonly receiver: Standing }
  /** What it would do is not under control. */
  | { readonly kind: 'unknown'; readonly note: string }

/** @param signal its number; 0 only asks whether the receiver is there */
export function deliveryOf(signal: number, receiver: Standing | undefined): Delivery {
  if (!receiver?.isThere) return { kind: 'nobody' }
  if (signal === noSignal) return { kind: 'nothing' }
  const name = signalName(signal)
  const to = writerLabel(receiver.ordinal)
  if (isHandleable(name) && receiver.handles.has(signal))
    return { kind: 'unknown', note: `signal: ${name} to ${to}, which has a listener for it` }
  switch (defaultActionOf(name)) {
    case 'ends':
      return { kind: 'kills', receiver }
    case 'nothing':
      return { kind: 'nothing' }
    case 'beyond control':
      return { kind: 'unknown', note: `signal: ${name} to ${to}` }
  }
}

/** What a writer gets that asks for one that is gone. */
const noSuchProcess: Fault = { kind: 'errno', code: 'ESRCH' }

/**
 * What the sender itself carries out in place of its step, if anything.
 *
 * @param delivery null where the step is no signal, or a fault has struck it
 */
export function carriedOutBy(struck: Fault | undefined, delivery: Delivery | null): Fault | undefined {
  if (delivery?.kind === 'nobody') return noSuchProcess
  return struck?.kind === 'power-loss' || struck?.kind === 'stall' ? undefined : struck
}
