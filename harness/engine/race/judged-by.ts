import { undecidedAmong } from '../../model/explanation.ts'
import { groupsOf, historyFrom, timedOf } from '../../model/history-of.ts'
import type { ExecutionRecord, Explained } from '../../model/record.ts'
import type { Pool } from '../../processes/pool.ts'

/**
 * The record of a round without entries that belong to the store, and with what the specification says of it.
 *
 * @param stallMillis after which the target's code counts as hanging
 * @throws HarnessError where that fails, or would take too long.
 */
export async function judgedBy(
  { facts, inspector }: Pool,
  record: ExecutionRecord,
  stallMillis: number,
): Promise<ExecutionRecord> {
  const { owns, specification } = facts
  const owned = owns
    ? await inspector.ask({ type: 'owned', entries: record.entries }, 'owns', stallMillis)
    : { entries: [] }
  const own = new Set(owned.entries)
  const found: ExecutionRecord = {
    ...record,
    ...(owns && { owns: true as const }),
    entries: record.entries.filter((entry) => !own.has(entry)),
  }
  if (!specification) return found
  const specified = { ...found, specification }
  const explained: Explained[number][] = []
  for (const sessions of groupsOf(specified)) {
    const history = historyFrom(timedOf(specified, sessions), specified)
    const { explanation } = await inspector.ask({ type: 'explain', history }, 'explained', stallMillis)
    if (explanation.kind === 'undecided') throw undecidedAmong(history.calls.length)
    explained.push({ sessions, whole: explanation, restarts: [] })
  }
  return { ...specified, explained }
}
