import { defaultActionOf, isHandleable, noSignal, signalName } from '../../model/signals.ts'
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
