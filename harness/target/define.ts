import { assertKnownKeys } from '../model/known-keys.ts'
import { definitionKeys, type Target, type TargetDefinition } from '../model/target.ts'

/**
 * Declares a target whose session files are decoded by `read` and compared with the call's `document`.
 *
 * @throws TypeError when the definition has no `open`, or an option that there is not.
 */
export function defineTarget(definition: TargetDefinition): Target {
  if (typeof definition?.open !== 'function') {
    throw new TypeError('defineTarget expects an object with an open({ dir, writer }) function')
  }
  assertKnownKeys('defineTarget', definition, definitionKeys)
  return { ...definition, byteExact: false, controllable: true }
}
