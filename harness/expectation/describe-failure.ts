import { spelledOut, withoutCommands } from '../model/printable.ts'
import type { Result } from '../model/result.ts'
import { problemText, violationText } from '../report/words.ts'

/** What a failed test is to say; null where everything holds. */
export function describeFailure(result: Result): string | null {
  return result.verdict === 'holds' ? null : withoutCommands(failureOf(spelledOut(result)))
}

function failureOf(result: Result): string {
  const { target, command, verdict, violations, problems, seed } = result
  const texts = [
    ...violations.map((violation) => `${violation.oracle}: ${violationText(violation)}`),
    ...problems.map(problemText),
  ]
  const reasons = texts.length > 0 ? texts : ['it was stopped before anything was checked']
  return [`${target}: ${verdict} (${command}, seed ${seed})`, ...reasons].join('\n\n')
}
