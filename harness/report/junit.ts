import type { Result } from '../model/result.ts'
import type { OracleName, OracleVerdict } from '../model/verdict.ts'
import { howViolated } from './caveats.ts'
import type { ReportContext } from './reporter.ts'
import { statementsOf } from './statements/index.ts'
import { problemText, violationText } from './words.ts'

/**
 * The result as JUnit XML: one suite, one test case an oracle. Valid against both schemas in use, that of Ant
 * (https://github.com/windyroad/JUnit-Schema) and that of Jenkins (junit-10.xsd of its xUnit plugin).
 */
export function junit(result: Result, { endedAt }: ReportContext): string {
  const cases = (Object.entries(result.oracles) as [OracleName, OracleVerdict][]).map(
    ([oracle, verdict]) => ({
      oracle,
      outcome: outcomeOf(oracle, verdict, result),
    }),
  )
  const amountOf = (kind: CaseOutcome['kind']) => cases.filter(({ outcome }) => outcome?.kind === kind).length
  const started = new Date(endedAt.getTime() - result.elapsedMs)
  const attributes = attributesOf({
    name: `onewriter ${result.command} ${result.target}`,
    package: result.target,
    id: '0',
    timestamp: started.toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length),
    hostname: 'localhost',
    tests: String(cases.length),
    failures: String(amountOf('failure')),
    errors: String(amountOf('error')),
    skipped: String(amountOf('skipped')),
    time: (result.elapsedMs / 1000).toFixed(3),
  })
  const { seed, shard, node, executions, targetPath } = result
  const properties = Object.entries({ seed, shard, node, executions, targetPath })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite ${attributes}>`,
    '    <properties>',
    ...properties.map(([name, value]) => `      <property ${attributesOf({ name, value: String(value) })}/>`),
    '    </properties>',
    ...cases.map(({ oracle, outcome }) => testCase(oracle, outcome, result)),
    `    <system-out>${escaped(claimsOf(result))}</system-out>`,
    `    <system-err>${escaped(problemsOf(result))}</system-err>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

interface CaseOutcome {
  readonly kind: 'failure' | 'error' | 'skipped'
  readonly message: string
  readonly text: string
}

/** Null where the oracle holds. */
function outcomeOf(oracle: OracleName, verdict: OracleVerdict, result: Result): CaseOutcome | null {
  if (verdict === 'violated') {
    const violations = result.violations.filter((violation) => violation.oracle === oracle)
    const also = result.violations.flatMap(({ counterexample }) => counterexample?.also ?? [])
    const message =
      (violations[0] ?? also.find((each) => each.oracle === oracle))?.message ??
      `${oracle} is violated ${howViolated(oracle, result)}`
    return { kind: 'failure', message, text: violations.map(violationText).join('\n\n') }
  }
  // Whatever an inconclusive run saw hold, it proves nothing.
  if (result.verdict === 'inconclusive') {
    const message = result.problems[0]?.message ?? 'nothing was checked'
    return { kind: 'error', message: `inconclusive: ${message}`, text: problemsOf(result) }
  }
  return verdict === 'not-checked' ? { kind: 'skipped', message: 'not checked', text: '' } : null
}

function testCase(oracle: OracleName, outcome: CaseOutcome | null, { target }: Result): string {
  const opening = `    <testcase ${attributesOf({ name: oracle, classname: target, time: '0' })}`
  if (outcome === null) return `${opening}/>`
  const { kind, message, text } = outcome
  const attributes = attributesOf(kind === 'skipped' ? { message } : { message, type: oracle })
  return `${opening}>\n      <${kind} ${attributes}>${escaped(text)}</${kind}>\n    </testcase>`
}

function claimsOf(result: Result): string {
  return statementsOf(result)
    .map(({ text }) => text)
    .join('\n')
}

function problemsOf({ problems }: Result): string {
  return problems.map(problemText).join('\n\n')
}

function attributesOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(
      ([name, value]) =>
        `${name}="${escaped(value).replaceAll(/[\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`)}"`,
    )
    .join(' ')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** XML 1.0 (2.2) has no way to write most control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
// eslint-disable-next-line no-control-regex -- these are the characters in question
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/gu

function escaped(text: string): string {
  return text
    .replaceAll(forbidden, '\uFFFD')
    .replaceAll(/[&<>"]/g, (char) => entities[char] ?? char)
    .replaceAll('\r', '&#13;')
}
