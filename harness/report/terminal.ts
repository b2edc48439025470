import { count } from '../model/count.ts'
import { formatDuration } from '../model/duration.ts'
import type { Problem, Result, Violation } from '../model/result.ts'
import type { OracleName, OracleVerdict, Verdict } from '../model/verdict.ts'
import { howViolated, soFar, thinSample } from './caveats.ts'
import { columns } from './columns.ts'
import type { Paint, Style } from './paint.ts'
import { printable, printableLine } from './printable.ts'
import { alsoLines, hintLines, replayCommand, sizeOf } from './words.ts'

const verdictStyles: Readonly<Record<Verdict, Style>> = {
  holds: 'green',
  violated: 'red',
  inconclusive: 'yellow',
}

/** The result for a person: verdict first, then the facts, then what to type next. */
export function terminal(result: Result, paint: Paint): string {
  const verdict = paint('bold', paint(verdictStyles[result.verdict], result.verdict.toUpperCase()))
  const interrupted = result.interrupted ? ', then interrupted' : ''
  const thin = thinSample(result)
  return [
    `${verdict}${soFar(result)}  ${result.target}: ${summary(result)}${interrupted}`,
    '',
    ...oracleLines(result, paint),
    ...(thin === null ? [] : ['', `  ${paint('yellow', thin)}`]),
    ...exhaustedLines(result),
    ...faultLines(result),
    ...notCheckedLines(result),
    ...result.violations.flatMap((violation) => ['', ...violationLines(violation, result, paint)]),
    ...result.problems.flatMap((problem) => ['', ...problemLines(problem, paint)]),
    '',
    paint('dim', `seed ${result.seed}`),
    '',
  ].join('\n')
}

function summary({ command, race, executions, elapsedMs }: Result): string {
  const time = `in ${formatDuration(elapsedMs)}`
  if (!race || command === 'soak') return `${count(executions, 'execution')} ${time}`
  const share = race.rounds === 0 ? 0 : Math.floor((100 * race.overlappingRounds) / race.rounds)
  const skew = `start skew ${race.startSkewMicros.p50} µs (p99 ${race.startSkewMicros.p99} µs)`
  const isAllRaced = executions === race.rounds
  const raced = `${count(race.rounds, 'round')}${isAllRaced ? ` ${time}` : ''}, ${share} % of them overlapping`
  return isAllRaced ? `${raced}, ${skew}` : `${count(executions, 'execution')} ${time}, among them ${raced}`
}

function oracleLines(result: Result, paint: Paint): string[] {
  const marks = { holds: paint('green', '✓'), violated: paint('red', '✗'), 'not-checked': paint('dim', '·') }
  return (Object.entries(result.oracles) as [OracleName, OracleVerdict][]).map(([name, verdict]) => {
    const said = `${verdict.replace('-', ' ')} ${howViolated(name, result)}`.trimEnd()
    return `  ${marks[verdict]} ${name.padEnd(22)} ${paint('dim', said)}`
  })
}

function exhaustedLines({ exhausted, target, violations }: Result): string[] {
  const lines = exhausted.map(({ writers, calls, sessions, unawaited, states, executions, faults }) => {
    const size = [
      count(writers, 'writer'),
      `${count(calls, 'call')} each${unawaited ? ', some not awaited' : ''}`,
      count(sessions, 'session'),
    ]
    if (faults.length > 0) size.push(`one fault (${faults.join(', ')}) at every step`)
    return `  exhausted: ${size.join(', ')}: ${count(states, 'state')} in ${count(executions, 'execution')}`
  })
  if (lines.length === 0) return []
  const plain = exhausted.filter(({ faults }) => faults.length === 0)
  const sizes = plain.map(
    ({ writers, calls, sessions, unawaited }) =>
      `${count(writers, 'writer')} × ${count(calls, 'call')}${unawaited ? ' (some not awaited)' : ''}${sessions > 1 ? ` on ${sessions} sessions` : ''}`,
  )
  const sentence = `  Every inequivalent interleaving of ${sizes.join(', ')} of ${target} was checked: none breaks an oracle.`
  return ['', ...lines, ...(plain.length > 0 && violations.length === 0 ? ['', sentence] : [])]
}

function notCheckedLines({ notChecked, continued }: Result): string[] {
  return [
    ...(continued === undefined ? [] : ['', `  ${continued}`]),
    ...(notChecked ? ['', `  not checked: ${notChecked.join(', ')}`] : []),
  ]
}

const mostNamed = 6

function faultLines({ faults, neverStruck }: Result): string[] {
  if (!neverStruck) return []
  const counts = Object.entries(faults).map(([kind, amount]) => `${amount} ${kind}`)
  const named = neverStruck.slice(0, mostNamed).join(', ')
  const more = neverStruck.length > mostNamed ? ` and ${neverStruck.length - mostNamed} more` : ''
  const rest = neverStruck.length === 0 ? '' : `; never struck: ${named}${more}`
  return ['', `  faults: ${counts.length === 0 ? 'none' : counts.join(', ')}${rest}`]
}

function violationLines(violation: Violation, { command, seen }: Result, paint: Paint): string[] {
  const { oracle, message, replayFile, counterexample, signature } = violation
  const times = seen?.[signature]
  const isGroup = command === 'soak' && times !== undefined
  return [
    `${paint('bold', paint('red', oracle))}  ${printableLine(message)}`,
    ...(isGroup ? [`  seen ${count(times, 'time')}`] : []),
    `  ${sizeOf(violation)}`,
    ...[...alsoLines(violation), ...hintLines(violation)].map((line) => `  ${line}`),
    ...(counterexample ? ['', columns(counterexample, paint)] : []),
    ...(replayFile === null ? [] : [`  ${replayCommand(replayFile)}`]),
  ]
}

function problemLines({ message, stderr, course }: Problem, paint: Paint): string[] {
  const printed =
    stderr === ''
      ? []
      : printable(stderr)
          .split('\n')
          .map((line) => paint('dim', `  | ${line}`))
  const steps = course ? ['', columns(course, paint)] : []
  return [`${paint('bold', paint('yellow', 'problem'))}  ${printable(message)}`, ...steps, ...printed]
}
