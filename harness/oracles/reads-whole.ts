import { describeContent } from '../model/content.ts'
import { entryIsGone, fileLabel } from '../model/file-label.ts'
import type { Oracle } from '../model/oracle.ts'
import type { Finding } from '../model/verdict.ts'
import { findingOf, memoryOfHistories } from './explained.ts'
import { losesPower, restartsIn, type ExecutionRecord } from '../model/record.ts'

/**
 * No concurrent reader saw a file empty, torn, mixed, or missing after it had existed. One that gave up waiting, as for a
 * lock, has seen nothing.
 */
export const readsWhole: Oracle = {
  name: 'reads-whole',
  // What a disk has lost is no concurrent reader's business.
  applies: (record) => record.observed && !losesPower(record),
  judge(record) {
    const starts = [0, ...restartsIn(record).map(({ position }) => position)]
    const existed = starts.map((start, index) => {
      const end = starts[index + 1] ?? Infinity
      return firstExistence(record.reads.filter(({ from }) => from >= start && from < end))
    })
    const torn = record.reads.flatMap((read) => {
      // A crash is followed by readers that know nothing of what has been.
      const known = existed[starts.findLastIndex((start) => read.from >= start)]
      const since = known?.get(read.session) ?? Infinity
      // A run of equal reads may begin before the file existed: what counts is that its last one began after.
      const gone = read.content.kind === 'missing' && read.lastStart > since
      if (read.content.kind === 'complete' || read.content.kind === 'value') return []
      if (read.content.kind === 'inaccessible' && read.content.gaveUp) return []
      if (read.content.kind === 'missing' && (!gone || record.specification)) return []
      const held = describeContent(read.content, record.workload)
      const file = fileLabel(record.files, read.session)
      // Empty, cut short or mixed: one writer in place shows all three.
      const message = gone
        ? read.content.kind === 'missing' && read.content.exists
          ? `a reader found that ${entryIsGone(record.files, read.session)}`
          : `a reader found no ${file} although it had existed before`
        : `a reader should see ${file} whole at any moment, but saw ${held}`
      return [{ session: read.session, message, kind: gone ? 'missing' : 'torn' }]
    })
    return [...torn, ...unexplainedIn(record)]
  },
  /** That a file is missing tells nothing, unless it has existed. */
  remembers(record) {
    const { reads, restart } = record
    if (record.specification) return memoryOfHistories(record)
    const counted = restart ? reads.filter(({ from }) => from >= restart.position) : reads
    return [...firstExistence(counted).keys()].toSorted()
  },
}

/** What no order of whole calls gives, whatever had been acknowledged by then. */
function unexplainedIn(record: ExecutionRecord): Finding[] {
  return (record.explained ?? []).flatMap(({ sessions, whole }) => {
    const isPart = whole.kind === 'unexplained' && whole.at === 'between' && !whole.isWhole
    return (isPart ? findingOf(whole, sessions, record) : null) ?? []
  })
}

/** By session, the earliest position at which its file is known to have existed. */
function firstExistence(reads: ExecutionRecord['reads']): Map<string, number> {
  const earliest = new Map<string, number>()
  const note = (session: string, position: number) =>
    earliest.set(session, Math.min(position, earliest.get(session) ?? Infinity))
  for (const read of reads) if (read.content.kind !== 'missing') note(read.session, read.firstEnd)
  return earliest
}
