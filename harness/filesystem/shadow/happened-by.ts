import { accessToEverything, accessToNothing, type Access } from '../../model/access.ts'
import type { Happened, Step } from '../../model/step.ts'

/** Of a step that has nothing to do with files. */
export const untouched = happenedBy(accessToNothing, '', null)

/** Something that the store cannot tell: it may have looked at anything, and is the same whatever it was. */
export function failedWith(error: string): Happened {
  return happenedBy(accessToEverything, '', `fault ${error}`)
}

/**
 * A step that was not carried out, and told that it has failed: it has touched nothing. Which errors it can be told, the
 * step itself depends on (`PersistentSets`). A descriptor is given back whatever close says (close(2)).
 */
export function refusedWith(error: string, { op }: Step, access: Access): Happened {
  return happenedBy(op === 'close' ? access : accessToNothing, '', `fault ${error}`)
}

/** Of a step that tells all that it is given, and writes nothing. */
export function happenedBy(access: Access, seen: string, tells: string | null): Happened {
  return { access, seen, tells, untold: {}, written: null }
}
