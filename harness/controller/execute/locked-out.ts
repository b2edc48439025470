import type { ExecutionRecord } from '../../model/record.ts'
import type { StepEvent } from '../../model/step-log.ts'
import { struckRemovals } from '../../model/struck-removals.ts'

/** Whoever polls a lock asks for it at least once in so many steps. */
const latestSteps = 50

/**
 * Whether an injected error kept something from being removed, such as a lock, and whoever waits asks for that to the
 * last. No more comes of it until the application starts again, and it is not held against the target.
 *
 * @param aliasOf how the log names a path
 */
export function isLockedOutByError(
  { files, faults }: Pick<ExecutionRecord, 'files' | 'faults'>,
  log: readonly StepEvent[],
  aliasOf: (path: string) => string,
): boolean {
  const errors = faults.filter(({ fault }) => fault.kind === 'errno')
  const kept = struckRemovals({ files, faults: errors }).map(aliasOf)
  const asked = kept.length === 0 ? [] : [...askedLast(log)]
  return asked.some((path) => kept.some((each) => path === each || each.startsWith(`${path}/`)))
}

/** What those that wait ask for to the last. */
function askedLast(log: readonly StepEvent[]): ReadonlySet<string> {
  return new Set(log.slice(-latestSteps).flatMap(({ path = '', to = path }) => [path, to]))
}

/**
 * What writers that have come to their end have left, where whoever waits asks for it to the last: a lock that an error
 * path does not release. Nobody is at work on it, and nothing removes it any more.
 *
 * @param hasEnded whether nothing more comes of a writer
 * @returns as the log names it
 */
export function leftBehind(
  log: readonly StepEvent[],
  hasEnded: (writer: number) => boolean,
): readonly string[] {
  const asked = askedLast(log)
  return [...makersOf(log)].flatMap(([path, maker]) => (asked.has(path) && hasEnded(maker) ? [path] : []))
}

const making: ReadonlySet<StepEvent['op']> = new Set(['mkdir', 'mkdtemp', 'rename', 'link', 'symlink'])

/** By name that is there at the end: who has made it. */
function makersOf(log: readonly StepEvent[]): Map<string, number> {
  const makers = new Map<string, number>()
  for (const { writer, op, path = '', to = path, error } of log) {
    if (error !== undefined) continue
    if (op === 'unlink' || op === 'rmdir' || op === 'rename') makers.delete(path)
    // To open what is there makes nothing.
    if (making.has(op) || (op === 'open' && !makers.has(path))) makers.set(to, writer)
  }
  return makers
}
