import { accessToEverything, accessToNothing, type Access } from '../../model/access.ts'
import type { Happened } from '../../model/step.ts'

/** Of a step that has nothing to do with files. */
export const untouched = happenedBy(accessToNothing, '', null)

/** Something that the store cannot tell: it may have looked at anything, and is the same whatever it was. */
export function failedWith(error: string): Happened {
  return happenedBy(accessToEverything, '', `fault ${error}`)
}

/** Of a step that tells all that it is given, and writes nothing. */
export function happenedBy(access: Access, seen: string, tells: string | null): Happened {
  return { access, seen, tells, untold: {}, written: null }
}
