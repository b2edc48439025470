import path from 'node:path'
import { withoutCommands } from '../model/printable.ts'
import type { Result } from '../model/result.ts'
import type { OracleName, OracleVerdict } from '../model/verdict.ts'
import { howViolated, soFar } from './caveats.ts'
import type { ReportContext } from './reporter.ts'
import { sourceOf } from './source-of.ts'
import { statementsOf } from './statements/index.ts'
import { problemText, violationText } from './words.ts'

/**
 * Annotations for GitHub Actions: one workflow command a violation or problem, and one for what the result claims.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function github(result: Result, { workspacePath }: Pick<ReportContext, 'workspacePath'>): string {
  const inRepository = (file: string) => path.posix.normalize(path.posix.join(workspacePath, file))
  const target = { file: inRepository(result.targetPath), line: 1 }
  const violations = result.violations.map((violation) =>
    command(
      'error',
      { ...(sourceOf(violation, inRepository) ?? target), title: `${result.target}: ${violation.oracle}` },
      violationText(violation),
    ),
  )
  const severity = result.verdict === 'inconclusive' ? 'error' : 'warning'
  const problems = result.problems.map((problem) =>
    command(severity, { ...target, title: `${result.target}: inconclusive` }, problemText(problem)),
  )
  const statements = statementsOf(result)
  const claims = command(
    statements.some(({ isCaveat }) => isCaveat) ? 'warning' : 'notice',
    { ...target, title: `${result.target}: ${result.verdict}${soFar(result)}` },
    statements.map(({ text }) => text).join('\n'),
  )
  return [...violations, ...problems, claims].map((line) => `${line}\n`).join('')
}

/** The same for the job's summary page, in Markdown. */
export function githubSummary(result: Result): string {
  const { target, verdict, seed, shard, oracles, violations, problems } = result
  const oracleRows = Object.entries(oracles) as [OracleName, OracleVerdict][]
  return [
    `### onewriter ${result.command}: ${inMarkdown(target)} ${marks[verdict]} ${verdict}${soFar(result)}`,
    '',
    ...statementsOf(result).map(({ text, isCaveat }) => `- ${isCaveat ? '⚠️ ' : ''}${inMarkdown(text)}`),
    `- seed ${seed}, shard ${inMarkdown(shard)}`,
    '',
    '| oracle | verdict |',
    '|---|---|',
    ...oracleRows.map(([oracle, said]) => {
      const words = `${said.replace('-', ' ')} ${howViolated(oracle, result)}`.trimEnd()
      return `| \`${oracle}\` | ${marks[said]} ${words} |`
    }),
    '',
    ...violations.flatMap((violation) => [
      `#### \`${violation.oracle}\``,
      '',
      fenced(violationText(violation)),
      '',
    ]),
    ...problems.flatMap((problem) => ['#### problem', '', fenced(problemText(problem)), '']),
    '',
  ].join('\n')
}

const marks = { holds: '✅', violated: '❌', inconclusive: '⚠️', 'not-checked': '➖' }

/** Escaped as by `@actions/core`: data at line ends and `%`, properties at `:` and `,` too. */
function command(name: string, properties: Readonly<Record<string, string | number>>, data: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`)
  return `::${name} ${list.join(',')}::${escapedData(data)}`
}

function escapedData(text: string): string {
  return withoutCommands(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** A fence longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}\n${fence}`
}

/** Text in a line of Markdown: no markup, no entity, no list within the list, no link. */
function inMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>()#+!|~&$@^]/g, String.raw`\$&`)
    .replace(/^(?=-)/, '\\')
    .replace(/^(\d+)(?=[.)])/, String.raw`$1\\`)
    .replaceAll('://', String.raw`\://`)
    .replaceAll('www.', String.raw`www\.`)
    .replaceAll(/\s+/g, ' ')
}
