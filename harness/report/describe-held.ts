import { describeContent, type Content } from '../model/content.ts'
import { count } from '../model/count.ts'
import type { Workload } from '../model/workload.ts'

/** More shares than these fit in no row. */
const mostShares = 4

/** What a session file held, in a row's room: where it is known whose bytes these are, that rather than the reason. */
export function describeHeld(content: Content, workload: Workload): string {
  const runs = 'runs' in content ? (content.runs ?? []) : []
  if (!('runs' in content) || runs.length === 0 || content.kind === 'value')
    return describeContent(content, workload)
  const shares = runs.map(
    (run) => `${run.bytes} of ${'writer' in run ? `w${run.writer}#${run.call}` : 'no call'}`,
  )
  const named = [...shares.slice(0, mostShares), ...(shares.length > mostShares ? ['…'] : [])].join(', ')
  const wrong = content.kind === 'unreadable' ? 'cannot be read' : "are no call's output"
  return `${count(content.bytes, 'byte')} that ${wrong}: ${named}`
}
