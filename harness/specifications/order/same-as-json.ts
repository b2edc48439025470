import { isDeepStrictEqual } from 'node:util'
import { asJson } from '../../model/value.ts'

/** Whether a value says as JSON what was loaded; `undefined` and null are both nothing. */
export function isSameAsJson(loaded: unknown, value: unknown): boolean {
  if (loaded === value) return true
  if (isNothing(loaded) || isNothing(value)) return isNothing(loaded) && isNothing(value)
  if (Array.isArray(loaded) && Array.isArray(value))
    return loaded.length === value.length && loaded.every((each, index) => isSameAsJson(each, value[index]))
  return isDeepStrictEqual(asJson(loaded), asJson(value))
}

/** Both are what there is where a load finds nothing. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null
}
