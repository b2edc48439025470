import type { Content } from './content.ts'
import type { ExecutionRecord } from './record.ts'
import type { Operation } from './step.ts'

/** Steps of a removal: `rm` looks before it unlinks. */
const removing: ReadonlySet<Operation> = new Set(['unlink', 'rmdir', 'lstat', 'stat'])

/** What a fault may have kept from being removed. */
export function struckRemovals({
  files: bySession,
  faults,
}: Pick<ExecutionRecord, 'files' | 'faults'>): string[] {
  const files = Object.values(bySession)
  return faults.flatMap(({ op, path = '' }) => {
    // To remove a folder is to list it first. One that holds a session's file is listed for other reasons.
    const isListed = op === 'readdir' && !files.some((file) => file.startsWith(`${path}/`))
    return path !== '' && (removing.has(op) || isListed) ? [path] : []
  })
}

/** Whether a load has waited in vain for what a fault has kept from being removed, such as a lock. */
export function isLockedOutByFault(content: Content, record: ExecutionRecord): boolean {
  return content.kind === 'inaccessible' && content.gaveUp === true && struckRemovals(record).length > 0
}
