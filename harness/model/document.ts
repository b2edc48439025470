import type { CallPlan, CallId } from './workload.ts'

/** The plain JSON that one call writes: unique to the call, recognisable in a torn file. */
export interface Document {
  readonly writer: number
  readonly call: number
  readonly session: string
  readonly payload: string
  readonly checksum: string
}

/**
 * Builds a call's document. A pure function of its arguments, so that the writer which sends it and the
 * judge which looks for it never have to ship it to each other.
 *
 * The payload repeats the call's name, with one character of two UTF-8 bytes each time: in a mixed file a
 * person sees whose bytes are whose, and a target that counts characters for bytes is found out.
 */
export function documentOf(id: CallId, plan: Pick<CallPlan, 'session' | 'payloadBytes'>): Document {
  const payload = payloadOf(`w${id.writer}é${id.call}.`, plan.payloadBytes)
  const { session } = plan
  return { ...id, session, payload, checksum: checksumOf(`${id.writer}/${id.call}/${session}/${payload}`) }
}

/** A string of exactly `bytes` UTF-8 bytes made of `unit` repeated, padded with dots. */
function payloadOf(unit: string, bytes: number): string {
  const unitBytes = Buffer.byteLength(unit)
  const times = Math.floor(bytes / unitBytes)
  return unit.repeat(times) + '.'.repeat(bytes - times * unitBytes)
}

/** FNV-1a, 32 bit (Fowler, Noll, Vo; RFC 9923), over UTF-16 code units; at most 4,096 of them, evenly spread. */
function checksumOf(text: string): string {
  const stride = Math.max(1, Math.floor(text.length / 4096))
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += stride) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
