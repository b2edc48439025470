import { formatDuration } from '../model/duration.ts'
import { spelledOut, withoutCommands } from '../model/printable.ts'
import type { Result } from '../model/result.ts'
import { problemText, violationText } from '../report/words.ts'

/** What a failed test is to say; null where everything holds. */
export function describeFailure(result: Result): string | null {
  return result.verdict === 'holds' ? null : withoutCommands(failureOf(spelledOut(result)))
}

function failureOf(result: Result): string {
  const { target, command, verdict, violations, problems, seed, elapsedMs } = result
  const texts = [
    ...violations.map((violation) => `${violation.oracle}: ${violationText(violation)}`),
    ...problems.map(problemText),
  ]
  const stopped = `it was stopped before anything was checked: the first execution did not end within ${formatDuration(elapsedMs)}; raise maxTime`
  const reasons = texts.length > 0 ? texts : [stopped]
  return [`${target}: ${verdict} (${command}, seed ${seed})`, ...reasons].join('\n\n')
}
