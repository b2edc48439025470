import { isVirtualPid } from './pids.ts'

/** What to do about a target that does what no schedule decides, and that may do no harm. */
export const adviceBeyondControl =
  'where it does no harm, use `onewriter race`, which needs no control, or keep it out of the target'

/** How a note begins what lies in the writers' directory for temporary files. No other path begins like this. */
export const temporaryName = '$TMPDIR/'

const beyond = 'outside the run directory: '
/** Of what lies outside and is only looked at: it changes by itself, and no execution leaves anything there. */
const looks = /^outside the run directory: \w+ \/(?:proc|sys|dev)\//
const process = /^outside the run directory: .*\/proc\/(\d+)/

/**
 * Whether what was noted of a target may have led a correct one astray, so that nothing it does can be held against it:
 * what it changes outside the run directory is still there in the next execution, whose directory is empty again, unless
 * it lies among the temporary files, which are removed as well; and what `/proc` tells of a writer's number is of
 * somebody else.
 */
export function mayMislead(noted: string): boolean {
  const [, pid] = process.exec(noted) ?? []
  if (pid !== undefined && isVirtualPid(Number(pid))) return true
  return noted.startsWith(beyond) && !looks.test(noted) && !isTemporary(noted)
}

/** Whether all that was touched lies there. */
function isTemporary(noted: string): boolean {
  const [, paths] = /^\w[\w.]* (.*)$/s.exec(noted.slice(beyond.length)) ?? []
  return paths !== undefined && paths.split(' -> ').every((path) => path.startsWith(temporaryName))
}
