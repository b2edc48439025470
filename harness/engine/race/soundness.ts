import { HarnessError } from '../../model/errors.ts'
import { writerLabel } from '../../model/workload.ts'
import type { ReplyOf } from '../../protocol/messages.ts'
import type { Limits } from '../limits.ts'

/** What a full disk or a full process table leaves behind is nobody's race. */
const exhausted = /\b(?:ENOSPC|EDQUOT|EMFILE|ENFILE|ENOMEM)\b|No space left on device/

/**
 * What every writer calls the sessions' files.
 *
 * @throws HarnessError when they disagree: then they share nothing, and nothing is tested.
 */
export function agreedFiles(byWriter: readonly Record<string, string>[]): Record<string, string> {
  const [first = {}, ...others] = byWriter
  const differing = others.findIndex((files) => JSON.stringify(files) !== JSON.stringify(first))
  if (differing !== -1) {
    const label = writerLabel(differing + 2)
    throw new HarnessError(
      `w1 and ${label} name different files for the same sessions: ${JSON.stringify(first)} and ${JSON.stringify(others[differing])}`,
      { process: label },
    )
  }
  return first
}

/** @throws HarnessError when what a writer reports says that its round proves nothing. */
export function assertSound(
  reply: Pick<ReplyOf<'done'>, 'calls' | 'rssBytes' | 'closeError' | 'strangers' | 'ended'>,
  label: string,
  { memoryBytes }: Limits,
): void {
  const [stranger] = reply.strangers
  if (stranger !== undefined) {
    const message = `${label} sends ${stranger}; a signal reaches no process but the writers, nor does a priority, so what would have come of it is not known`
    throw new HarnessError(message, { process: label })
  }
  // What a process had not done when it ended, it never does.
  const endless = reply.ended ? undefined : reply.calls.find((call) => call.outcome === 'pending')
  if (endless) {
    const name = `${label} ${endless.operation}#${endless.call}`
    throw new HarnessError(`${name} never settled, although nothing is pending in its process`, {
      process: label,
      kind: 'stuck',
    })
  }
  const starved = reply.calls.find((call) => exhausted.test(call.error ?? ''))
  if (starved) {
    const message = `${label}: the machine, not the target, is at its limits: ${starved.error}; try another --dir`
    throw new HarnessError(message, { process: label, kind: 'starved' })
  }
  if (reply.closeError !== null) {
    throw new HarnessError(`${label}: the target's close() throws ${reply.closeError}`, { process: label })
  }
  if (reply.rssBytes > memoryBytes) {
    const mib = Math.round(reply.rssBytes / 1024 ** 2)
    throw new HarnessError(
      `${label} holds ${mib} MiB of memory between rounds: the target leaks; try --isolate`,
      {
        process: label,
      },
    )
  }
}
