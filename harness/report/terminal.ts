import { count } from '../model/count.ts'
import type { Problem, Result, Violation } from '../model/result.ts'
import type { OracleName, OracleVerdict, Verdict } from '../model/verdict.ts'
import { howViolated, soFar } from './caveats.ts'
import { columns } from './columns.ts'
import type { Paint, Style } from './paint.ts'
import { printable, printableLine } from '../model/printable.ts'
import { statementsOf, type Statement } from './statements/index.ts'
import { alsoLines, hintLines, replayCommand, sizeOf } from './words.ts'

const verdictStyles: Readonly<Record<Verdict, Style>> = {
  holds: 'green',
  violated: 'red',
  inconclusive: 'yellow',
}

/** The result for a person: verdict first, then the facts, then what to type next. */
export function terminal(result: Result, paint: Paint, lineWidth?: number): string {
  const verdict = paint('bold', paint(verdictStyles[result.verdict], result.verdict.toUpperCase()))
  const [work, ...statements] = statementsOf(result)
  return [
    `${verdict}${soFar(result)}  ${result.target}: ${work?.text}`,
    '',
    ...oracleLines(result, paint),
    ...statementLines(statements, paint),
    ...result.violations.flatMap((violation) => [
      '',
      ...violationLines(violation, result, { paint, lineWidth }),
    ]),
    ...result.problems.flatMap((problem) => ['', ...problemLines(problem, { paint, lineWidth })]),
    '',
    paint('dim', `seed ${result.seed}`),
    '',
  ].join('\n')
}

function oracleLines(result: Result, paint: Paint): string[] {
  const marks = { holds: paint('green', '✓'), violated: paint('red', '✗') }
  const entries = Object.entries(result.oracles) as [OracleName, OracleVerdict][]
  const lines = entries.flatMap(([name, verdict]) => {
    if (verdict === 'not-checked') return []
    const said = `${verdict} ${howViolated(name, result)}`.trimEnd()
    return [`  ${marks[verdict]} ${name.padEnd(22)} ${paint('dim', said)}`]
  })
  const notChecked = entries.filter(([, verdict]) => verdict === 'not-checked').map(([name]) => name)
  if (notChecked.length === 0) return lines
  return [...lines, `  ${paint('dim', `· not checked: ${notChecked.join(', ')}`)}`]
}

function statementLines(statements: readonly Statement[], paint: Paint): string[] {
  if (statements.length === 0) return []
  return ['', ...statements.map(({ text, isCaveat }) => `  ${isCaveat ? paint('yellow', text) : text}`)]
}

interface Look {
  readonly paint: Paint
  readonly lineWidth: number | undefined
}

function violationLines(
  violation: Violation,
  { command, seen }: Result,
  { paint, lineWidth }: Look,
): string[] {
  const { oracle, message, replayFile, counterexample, signature } = violation
  const times = seen?.[signature]
  const isGroup = command === 'soak' && times !== undefined
  return [
    `${paint('bold', paint('red', oracle))}  ${printableLine(message)}`,
    ...(isGroup ? [`  seen ${count(times, 'time')}`] : []),
    `  ${sizeOf(violation)}`,
    ...[...alsoLines(violation), ...hintLines(violation)].map((line) => `  ${line}`),
    ...(counterexample ? ['', columns(counterexample, paint, lineWidth)] : []),
    ...(replayFile === null ? [] : [`  ${replayCommand(replayFile)}`]),
  ]
}

function problemLines({ message, stderr, course }: Problem, { paint, lineWidth }: Look): string[] {
  const printed =
    stderr === ''
      ? []
      : printable(stderr)
          .split('\n')
          .map((line) => paint('dim', `  | ${line}`))
  const steps = course ? ['', columns(course, paint, lineWidth)] : []
  return [`${paint('bold', paint('yellow', 'problem'))}  ${printable(message)}`, ...steps, ...printed]
}
