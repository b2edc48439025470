import { accessToEverything, accessToNothing, lookingAt, type Access } from '../../model/access.ts'
import type { Happened, Step } from '../../model/step.ts'

/** Of a step that has nothing to do with files. */
export const untouched = happenedBy(accessToNothing, '', null)

/** Something that the store cannot tell: it may have looked at anything, and is the same whatever it was. */
export function failedWith(error: string): Happened {
  return happenedBy(accessToEverything, '', `fault ${error}`)
}

/**
 * A step that was not carried out, and told that it has failed. Whether it can be told so depends on all that it would
 * have had to do with: an error that lasts strikes it without anybody's choice. A descriptor is given back whatever close
 * says (close(2)).
 */
export function refusedWith(error: string, { op }: Step, access: Access): Happened {
  return happenedBy(op === 'close' ? access : lookingAt(access), '', `fault ${error}`)
}

/** Of a step that tells all that it is given, and writes nothing. */
export function happenedBy(access: Access, seen: string, tells: string | null): Happened {
  return { access, seen, tells, untold: {}, written: null }
}
