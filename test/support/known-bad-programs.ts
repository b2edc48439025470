import {
  inPlace,
  readModifyAppend,
  sharedTemporary,
  uniqueTemporary,
  unlinkFirst,
  type Call,
} from './programs.ts'

/** A broken writer as in `test/known-bad`, simulated. */
export interface KnownBadPrograms {
  readonly name: string
  readonly calls: Readonly<Record<string, Call>>
  /** The same with a step less, where every interleaving would be too many for a test. */
  readonly shorter?: Readonly<Record<string, Call>>
  readonly read?: (text: string) => string
}

export const knownBadPrograms: readonly KnownBadPrograms[] = [
  { name: 'in place', calls: { export: inPlace } },
  {
    name: 'in place beside a rename',
    calls: { export: inPlace, snapshot: uniqueTemporary },
    shorter: { export: unclosed(inPlace), snapshot: unclosed(uniqueTemporary) },
  },
  {
    name: 'a fixed temporary name',
    calls: { write: sharedTemporary },
    shorter: { write: unclosed(sharedTemporary) },
  },
  { name: 'unlink before rename', calls: { write: unlinkFirst }, shorter: { write: unclosed(unlinkFirst) } },
  { name: 'read, modify, append', calls: { append: readModifyAppend }, read: newestEntry },
]

/** Of a log in which every entry is complete. */
function newestEntry(log: string): string {
  return /^(?:<\d+>)*(<\d+>)$/.exec(log)?.[1] ?? ''
}

/** Leaves its files open. */
function unclosed(call: Call): Call {
  return (...given) => call(...given).filter(({ step }) => step.op !== 'close')
}
