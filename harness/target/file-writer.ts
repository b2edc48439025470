import path from 'node:path'
import { assertKnownKeys } from '../model/known-keys.ts'
import { sharedOptionKeys } from './shared-options.ts'
import type { CallContext, Target, TargetDefinition } from '../model/target.ts'

/** Writes `text` to `file`; what it returns settles when the write is acknowledged. */
export type WriteFunction = (file: string, text: string) => unknown

/**
 * Declares a target from one write function (its call is named `write`), or from several by name.
 * The final file must equal one call's `text`, byte for byte.
 *
 * @throws TypeError when something other than functions is given, or an option that there is not.
 */
export function fileWriter(
  write: WriteFunction | Readonly<Record<string, WriteFunction>>,
  options: Pick<TargetDefinition, (typeof sharedOptionKeys)[number]> = {},
): Target {
  const functions = typeof write === 'function' ? { write } : write
  const entries = Object.entries(functions ?? {})
  if (entries.length === 0 || entries.some(([, call]) => typeof call !== 'function')) {
    throw new TypeError('fileWriter expects a function (file, text) => …, or an object of them')
  }
  assertKnownKeys('fileWriter', options, sharedOptionKeys)
  return {
    ...options,
    byteExact: true,
    controllable: true,
    open({ dir }) {
      const file = (session: string) => path.join(dir, `${session}.json`)
      const calls = Object.fromEntries(
        entries.map(([name, call]) => [name, ({ session, text }: CallContext) => call(file(session), text)]),
      )
      return { file, calls }
    },
  }
}
