import path from 'node:path'
import { assertKnownKeys } from '../model/known-keys.ts'
import type { CallContext, Target, TargetDefinition } from '../model/target.ts'
import { map } from '../specifications/index.ts'
import { sharedOptionKeys } from './shared-options.ts'

/** Sets one key of the JSON object in `file`; what it returns settles when the update is acknowledged. */
export type UpdateFunction = (file: string, key: string, value: unknown) => unknown

/**
 * Declares a target whose store is one file, `settings.json`, that holds a JSON object. Each session is a key of it. Its
 * call is named `set`. No update may be lost.
 *
 * @throws TypeError when something other than a function is given, or an option that there is not.
 */
export function fileUpdater(
  update: UpdateFunction,
  options: Pick<TargetDefinition, (typeof sharedOptionKeys)[number]> = {},
): Target {
  if (typeof update !== 'function')
    throw new TypeError('fileUpdater expects a function (file, key, value) => …')
  assertKnownKeys('fileUpdater', options, sharedOptionKeys)
  return {
    ...options,
    byteExact: false,
    controllable: true,
    specification: map(),
    read: (bytes) => objectIn(Buffer.from(bytes).toString('utf8')),
    open({ dir }) {
      const file = path.join(dir, 'settings.json')
      return {
        file: () => file,
        calls: { set: ({ session, document }: CallContext) => update(file, session, document) },
      }
    },
  }
}

function objectIn(text: string): object {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`expected a JSON object, got ${text.slice(0, 40)}`)
  return value
}
