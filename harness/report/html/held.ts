import { describeContent, nameOf, type Content } from '../../model/content.ts'
import type { Run } from '../../model/runs.ts'
import type { Workload } from '../../model/workload.ts'
import type { Held, Part } from './story.ts'

export function heldOf(content: Content, workload: Workload): Held {
  const words = describeContent(content, workload)
  const bytes = 'bytes' in content ? content.bytes : 0
  const parts = runsOfContent(content).map((run) => partOf(run, workload))
  return { kind: kindOf(content), words, bytes, parts }
}

function kindOf(content: Content): Held['kind'] {
  if (content.kind === 'unreadable') return content.bytes === 0 ? 'empty' : 'torn'
  return content.kind === 'foreign' ? 'mixed' : content.kind
}

/** What was not recorded is not made up: a target may have a format of its own. */
function runsOfContent(content: Content): readonly Run[] {
  if (content.kind === 'missing' || content.kind === 'inaccessible') return []
  return content.kind === 'complete' ? [content] : (content.runs ?? [])
}

function partOf(run: Run, workload: Workload): Part {
  const isOwned = 'writer' in run
  const { bytes, text = '' } = run
  const isZeros = /^\0[\0 …]*$/.test(text)
  return {
    writer: isOwned ? run.writer : 0,
    call: isOwned ? run.call : 0,
    name: isOwned ? nameOf(run, workload) : 'no call',
    bytes,
    // Spelled out, they would bury all else.
    text: isZeros ? `${bytes} zeros` : text,
  }
}
