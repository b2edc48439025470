import type { Document, Specification } from 'onewriter'

/** What is loaded of one session; `document` is null where it has no trace. */
export interface Loaded {
  readonly session: string
  readonly document: unknown
}

interface Traces {
  readonly exported: Readonly<Record<string, Document>>
  /** Sessions of which a trace may be gone. */
  readonly retired: readonly string[]
}

const all = '*'

/**
 * The newest trace of each session, unless retention has removed it. An export returns the sessions that its retention
 * has retired. It may retire one that was exported in the meantime: its own trace is seen as soon as it is written, and
 * retention comes after that. So it counts for what is exported later, too.
 */
export const retiredTraces: Specification<Traces> = {
  name: 'traces of which some are retired',
  scope: 'store',
  initial: () => ({ exported: {}, retired: [] }),
  apply({ exported, retired }, { document, returned }) {
    const { session } = document
    // Nobody knows what a call has retired that was killed.
    const more = Array.isArray(returned) ? (returned as string[]) : [all]
    return {
      state: {
        exported: { ...exported, [session]: document },
        retired: [...new Set([...retired, ...more])].toSorted(),
      },
    }
  },
  equals(loaded, { exported, retired }) {
    const { session, document } = loaded as Loaded
    const latest = exported[session] ?? null
    const mayBeGone = retired.includes(session) || retired.includes(all)
    return JSON.stringify(document) === JSON.stringify(latest) || (document === null && mayBeGone)
  },
}
