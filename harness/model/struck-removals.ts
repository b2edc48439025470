import type { Content } from './content.ts'
import type { ExecutionRecord } from './record.ts'
import type { Fault, Struck } from './fault.ts'
import type { Operation, PendingStep } from './step.ts'

const removing: ReadonlySet<Operation> = new Set(['unlink', 'rmdir'])

/**
 * What was struck, for the record. `rm` of Node looks at what kind of file it has, and at no time, before it removes that.
 * Of a program whose use of times nobody knows, it is not known either what it looks for.
 *
 * @param tellsUseOfTimes as in `Traits`
 */
export function struckBy(
  fault: Fault,
  writer: number,
  { call, op, path, withoutTimes }: PendingStep,
  tellsUseOfTimes: boolean,
): Struck {
  const looks = op === 'lstat' || (op === 'stat' && !tellsUseOfTimes)
  const beginsRemoval = looks && (withoutTimes === true || !tellsUseOfTimes)
  return { fault, writer, call, op, path, ...(beginsRemoval && { beginsRemoval }) }
}

/** What a fault may have kept from being removed. */
export function struckRemovals({
  files: bySession,
  faults,
}: Pick<ExecutionRecord, 'files' | 'faults'>): string[] {
  const files = Object.values(bySession)
  return faults.flatMap(({ op, path = '', beginsRemoval = false }) => {
    // To remove a folder is to list it first. One that holds a session's file is listed for other reasons.
    const isListed = op === 'readdir' && !files.some((file) => file.startsWith(`${path}/`))
    return path !== '' && (removing.has(op) || beginsRemoval || isListed) ? [path] : []
  })
}

/** Whether a load has waited in vain for what a fault has kept from being removed, such as a lock. */
export function isLockedOutByFault(content: Content, record: ExecutionRecord): boolean {
  return content.kind === 'inaccessible' && content.gaveUp === true && struckRemovals(record).length > 0
}
