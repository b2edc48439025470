import path from 'node:path'
import { assertKnownKeys } from '../model/known-keys.ts'
import type { CallContext, Target, TargetDefinition } from '../model/target.ts'
import { log } from '../specifications/index.ts'
import { sharedOptionKeys } from './shared-options.ts'

/** Appends one line, without its line end, to `file`; what it returns settles when the entry is acknowledged. */
export type AppendFunction = (file: string, line: string) => unknown

/**
 * Declares a target that keeps a log of JSON lines for each session, in `s1.jsonl` and so on. Its call is named `append`.
 * No entry may be lost or torn. A line that is no JSON is left out when the log is read, as loaders of such logs do: what
 * a killed writer has begun may stay there, but an acknowledged entry that is part of such a line is lost.
 *
 * @throws TypeError when something other than a function is given, or an option that there is not.
 */
export function fileAppender(
  append: AppendFunction,
  options: Pick<TargetDefinition, (typeof sharedOptionKeys)[number]> = {},
): Target {
  if (typeof append !== 'function') throw new TypeError('fileAppender expects a function (file, line) => …')
  assertKnownKeys('fileAppender', options, sharedOptionKeys)
  return {
    ...options,
    byteExact: false,
    controllable: true,
    specification: log(),
    read: (bytes, _session) => entriesIn(Buffer.from(bytes).toString('utf8')),
    open({ dir }) {
      const file = (session: string) => path.join(dir, `${session}.jsonl`)
      return {
        file,
        calls: { append: ({ session, text }: CallContext) => append(file(session), text) },
      }
    },
  }
}

function entriesIn(text: string): unknown[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as unknown]
    } catch {
      return []
    }
  })
}
