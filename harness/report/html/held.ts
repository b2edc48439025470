import { describeContent, nameOf, type Content } from '../../model/content.ts'
import { textOf, type Run } from '../../model/runs.ts'
import type { Workload } from '../../model/workload.ts'
import type { Held, Part } from './story.ts'

/** Longer texts are cut in their middle, where a payload only repeats itself. */
const mostCharacters = 400

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

function runsOfContent(content: Content): readonly Run[] {
  if (content.kind === 'missing') return []
  if (content.kind !== 'complete')
    return content.runs ?? (content.bytes > 0 ? [{ bytes: content.bytes }] : [])
  const { bytes, writer, call } = content
  return [{ bytes, writer, call, at: 0 }]
}

function partOf(run: Run, workload: Workload): Part {
  const text = textOf(run, workload)
  const isOwned = 'at' in run && text !== null
  return {
    writer: isOwned ? run.writer : 0,
    call: isOwned ? run.call : 0,
    name: isOwned ? nameOf(run, workload) : 'no call',
    bytes: run.bytes,
    text: text === null ? '' : cut(text),
  }
}

function cut(text: string): string {
  const half = mostCharacters / 2
  return text.length > mostCharacters ? `${text.slice(0, half)} … ${text.slice(-half)}` : text
}
