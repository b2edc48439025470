import { describeFault } from '../model/fault.ts'
import { noSignal, signalName } from '../model/signals.ts'
import type { StepEvent } from '../model/step-log.ts'

/** What was done to which path: `rename tmp#1 → s1.json`. */
export function describeOperation({ op, call, path = '', to, sync, receiver, signal }: StepEvent): string {
  if (op === 'begin') return call === 0 ? 'begin close()' : 'begin'
  if (op === 'signal')
    return signal === noSignal ? `look for w${receiver}` : `${signalName(signal ?? 0)} to w${receiver}`
  const where = to === undefined ? path : `${path} → ${to}`
  return `${op}${sync ? 'Sync' : ''} ${where}`.trimEnd()
}

/** What came of it: a count of bytes, an error, or nothing to tell. */
export function describeOutcome({ error, bytes, fault, aftermath }: StepEvent): string {
  // The name of an error that was injected is told as the fault.
  if ((fault ?? aftermath)?.kind === 'errno') return ''
  return error ?? (bytes === undefined ? '' : `${bytes} B`)
}

/** What struck it; empty where nothing did. */
export function describeFaultOf({ fault, aftermath }: StepEvent): string {
  if (fault) return describeFault(fault)
  return aftermath ? `${describeFault(aftermath)} again` : ''
}

/** A place in a source, taken apart; null where it is none. */
export function placeOf({ source }: StepEvent): { readonly file: string; readonly line: string } | null {
  const match = /^(.*):(\d+):\d+$/s.exec(source ?? '')
  return match && { file: match[1] ?? '', line: match[2] ?? '' }
}
