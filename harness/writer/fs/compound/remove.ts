import { join } from 'node:path'
import { abilities } from '../abilities.ts'
import { codeOf, fsError } from '../errors.ts'
import type { Face } from '../operation.ts'
import type { Plan } from '../plan.ts'
import { take } from '../plan.ts'
import type { Site } from '../site.ts'
import { onEntry } from '../steps/entry.ts'
import { failing } from '../steps/failing.ts'
import { targetOf, textOfPath } from '../target.ts'
import { entriesOf } from './list-directory.ts'
import type { Target } from '../steps/open-close.ts'

export interface Removing {
  readonly recursive: boolean
  readonly force: boolean
  readonly maxRetries: number
  readonly retryDelay: number
}

const RETRIED = new Set(['EBUSY', 'EMFILE', 'ENFILE', 'ENOTEMPTY', 'EPERM'])

/** https://nodejs.org/api/fs.html#fsrmpath-options-callback */
export function* rm(site: Site, target: Target, removing: Removing, face: Face): Plan<void> {
  let isDirectory: boolean
  try {
    const look = () => site.originals.lstatSync(target.value).isDirectory()
    isDirectory = yield* onEntry('lstat', 'lstat', target, look, { withoutTimes: true })
  } catch (error) {
    if (removing.force && isForgiven(codeOf(error), removing, face)) return
    throw error
  }
  if (isDirectory && !removing.recursive) throw isADirectory(target.place.given)
  if (isDirectory) yield* removeTree(site, target, removing)
  else yield* unlink(site, target, removing)
}

function isForgiven(code: string | undefined, { recursive }: Removing, face: Face): boolean {
  if (code === 'ENOTDIR') return recursive && face === 'sync' && abilities.forcedRmForgivesNoDirectory
  return code === 'ENOENT'
}

/** https://pubs.opengroup.org/onlinepubs/9799919799/functions/rmdir.html */
export function rmdir(site: Site, target: Target): Plan<void> {
  return onEntry('rmdir', 'rmdir', target, () => site.originals.rmdirSync(target.value))
}

function* removeTree(site: Site, target: Target, removing: Removing): Plan<void> {
  const path = textOfPath(target.value)
  for (const entry of yield* unlessGone(entriesOf(site, target), [])) {
    const child = targetOf(site, join(path, entry.name), false)
    if (!child) continue
    if (entry.isDirectory()) yield* removeTree(site, child, removing)
    else yield* unlink(site, child, removing)
  }
  yield* retrying(site, removing, () => rmdir(site, target))
}

function unlink(site: Site, target: Target, removing: Removing): Plan<void> {
  return retrying(site, removing, () =>
    onEntry('unlink', 'unlink', target, () => site.originals.unlinkSync(target.value)),
  )
}

/** Someone else may have removed it since it was seen, which is as good. */
function* unlessGone<T>(plan: Plan<T>, otherwise: T): Plan<T> {
  try {
    return yield* plan
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return otherwise
  }
}

function* retrying(site: Site, { maxRetries, retryDelay }: Removing, attempt: () => Plan<void>): Plan<void> {
  for (let retry = 1; ; retry += 1) {
    try {
      yield* unlessGone(attempt(), undefined)
      return
    } catch (error) {
      if (retry > maxRetries || !RETRIED.has(codeOf(error) ?? '')) throw error
    }
    const dueMillis = site.nowMillis() + retry * retryDelay
    yield* take({ step: { op: 'timer', dueMillis }, perform: () => {}, fail: failing('rm') })
  }
}

function isADirectory(path: string): Error {
  const info = { code: 'EISDIR', message: 'is a directory', syscall: 'rm', path }
  return fsError('ERR_FS_EISDIR', 'Path is a directory', info)
}
