import type { Content } from '../../harness/model/content.ts'
import type { ExecutionRecord } from '../../harness/model/record.ts'
import { describeFault } from '../../harness/model/fault.ts'
import type { StepEvent } from '../../harness/model/step-log.ts'

/** A call before it has left a file by then. */
export const struckCall = 2

/** What became of the struck call, of the file, and what else lies there, in words. */
export function outcomeOf(record: ExecutionRecord): string {
  const { calls, restart, finals, files, entries } = record
  const { outcome } = calls.findLast(({ writer }) => writer === 1)!
  const [session = ''] = Object.keys(files)
  const held = contentOf((restart?.finals ?? finals)[session])
  const others = (restart?.entries ?? entries).filter((entry) => !Object.values(files).includes(entry))
  const call = outcome === 'pending' ? '' : `${outcome}; `
  const file = others.length === 1 ? '1 other file' : `${others.length} other files`
  return `${call}${held}${others.length === 0 ? '' : `; ${file} left behind`}`
}

/** Of one writer with two calls. */
export function contentOf(content: Content = { kind: 'missing' }): string {
  switch (content.kind) {
    case 'missing':
      return 'the file is not there'
    case 'complete':
      if (content.writer !== 1) return "the file holds a later call's output"
      return `the file holds ${content.call === struckCall ? "the call's own" : "the earlier call's"} output`
    case 'inaccessible':
      return `the file is ${content.reason}`
    default:
      return content.bytes === 0 ? 'the file is empty' : 'the file holds no complete output'
  }
}

export const once = ' once'
export const lasting = ' from now on'

/** Where it struck: `write no. 2 once`, or `rename from now on`. */
export function placeOf(log: readonly StepEvent[]): string {
  const struck = log.find((step) => step.fault)
  if (!struck?.fault) return ''
  const { fault } = struck
  const name = numbered(struck, log)
  if (fault.kind === 'errno') return name + (fault.lasts ? lasting : once)
  if (fault.kind === 'kill') return fault.bytes === undefined ? `before ${name}` : `in the middle of ${name}`
  return `${name}: ${describeFault(fault)}`
}

/** Which of a call's steps it is: `rename`, or `write no. 2` where there are several. */
export function numbered<S extends Pick<StepEvent, 'writer' | 'call' | 'op'>>(
  step: S,
  all: readonly S[],
): string {
  const { writer, call, op } = step
  const alike = all.filter((each) => each.op === op && each.writer === writer && each.call === call)
  return alike.length > 1 ? `${op} no. ${alike.indexOf(step) + 1}` : op
}
