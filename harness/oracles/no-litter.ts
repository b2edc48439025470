import type { Oracle } from '../model/oracle.ts'
import type { ExecutionRecord } from '../model/record.ts'
import { struckRemovals } from '../model/struck-removals.ts'

/**
 * The directory ends with session files alone (and the directories that hold them), unless a fault struck the removal
 * itself. After a crash, that is asked of a target with `recover` alone: at the end, and right after that has run, since
 * the next call might tidy up what it should have, or wait for it for ever.
 */
export const noLitter: Oracle = {
  name: 'no-litter',
  applies: ({ calls, restart, faults, files, left, owns }) =>
    calls.length > 0 &&
    // Without files of sessions, it is for the target to say what belongs to it.
    (owns === true || Object.keys(files).length > 0) &&
    restart?.failed === undefined &&
    (restart !== undefined || faults.length === 0 || left !== undefined || !isWaiting({ calls })) &&
    (restart?.recovers ?? faults.every(({ fault }) => fault.kind !== 'kill')),
  judge(record) {
    const recovered = litterIn(record.restart?.entries ?? [], record)
    const litter = recovered.length > 0 ? recovered : litterIn(entriesAtEnd(record), record)
    if (litter.length === 0) return []
    const named = litter.slice(0, 5).join(', ') + (litter.length > 5 ? `, and ${litter.length - 5} more` : '')
    const message = record.restart
      ? `the directory should hold session files alone once the target has recovered, but also holds ${named}`
      : `the directory should end with session files alone, but also holds ${named}`
    return [{ message, kind: litter.every((entry) => entry.endsWith('/')) ? 'directory' : 'file' }]
  },
  remembers: ({ restart, ...record }) =>
    restart && litterIn(restart.entries, record).map((entry) => entry.endsWith('/')),
}

/** Who waits for ever has not tidied up yet: then it is about what others have left. */
function entriesAtEnd({ calls, entries, left, restart }: ExecutionRecord): readonly string[] {
  return !restart && left && isWaiting({ calls }) ? left : entries
}

function isWaiting({ calls }: Pick<ExecutionRecord, 'calls'>): boolean {
  return calls.some(({ outcome }) => outcome === 'pending')
}

function litterIn(entries: readonly string[], record: ExecutionRecord): string[] {
  const files = Object.values(record.files)
  const spared = struckRemovals(record)
  const kept = entries.filter((entry) =>
    spared.some((path) => entry === path || entry.startsWith(`${path}/`)),
  )
  return entries.filter((entry) => {
    // What could not be removed keeps its folder from being removed.
    const isFolder = entry.endsWith('/')
    if (kept.some((other) => other === entry || (isFolder && other.startsWith(entry)))) return false
    return isFolder ? !files.some((file) => file.startsWith(entry)) : !files.includes(entry)
  })
}
