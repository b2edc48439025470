import path from 'node:path'
import type { Problem, Result, Violation } from '../model/result.ts'
import type { OracleName } from '../model/verdict.ts'
import { soFar } from './caveats.ts'
import type { ReportContext } from './reporter.ts'
import { sourceOf } from './source-of.ts'
import { statementsOf } from './statements/index.ts'
import { problemText, violationText } from './words.ts'

/** Lines and columns from 1. */
interface Place {
  readonly file: string
  readonly line: number
  readonly col?: number
}

/**
 * The result as SARIF 2.1.0, which code scanning of GitHub and others show: one result a violation, one notification a
 * problem, and one for each claim.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(result: Result, { endedAt, workspacePath }: ReportContext): string {
  const inRepository = (file: string) => path.posix.normalize(path.posix.join(workspacePath, file))
  const target: Place = { file: inRepository(result.targetPath), line: 1 }
  const rules = [...new Set(result.violations.map(({ oracle }) => oracle))]
  const run = {
    tool: { driver: { name: 'onewriter', rules: rules.map(ruleOf) } },
    automationDetails: { id: `onewriter/${result.command}/${result.target}/` },
    invocations: [
      {
        executionSuccessful: result.verdict !== 'inconclusive',
        startTimeUtc: new Date(endedAt.getTime() - result.elapsedMs).toISOString(),
        endTimeUtc: endedAt.toISOString(),
        toolExecutionNotifications: [
          notification(`${result.target}: ${result.verdict}${soFar(result)}`, 'note', target),
          ...statementsOf(result).map(({ text, isCaveat }) =>
            notification(text, isCaveat ? 'warning' : 'note', target),
          ),
          ...result.problems.map((problem) => problemOf(problem, result, target)),
        ],
      },
    ],
    results: result.violations.map((violation) =>
      violationOf(violation, rules, sourceOf(violation, inRepository) ?? target),
    ),
    properties: { seed: result.seed, shard: result.shard, verdict: result.verdict },
  }
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function ruleOf(oracle: OracleName) {
  return { id: oracle, shortDescription: { text: `The oracle ${oracle} of onewriter is violated.` } }
}

function violationOf(violation: Violation, rules: readonly OracleName[], place: Place) {
  const { oracle, signature } = violation
  return {
    ruleId: oracle,
    ruleIndex: rules.indexOf(oracle),
    level: 'error',
    message: { text: violationText(violation) },
    locations: [locationOf(place)],
    // The same defect, wherever in the file it has gone to.
    partialFingerprints: { 'onewriterSignature/v1': signature },
  }
}

function problemOf(problem: Problem, { verdict }: Result, target: Place) {
  return notification(problemText(problem), verdict === 'inconclusive' ? 'error' : 'warning', target)
}

function notification(text: string, level: 'note' | 'warning' | 'error', place: Place) {
  return { level, message: { text }, locations: [locationOf(place)] }
}

function locationOf({ file, line, col }: Place) {
  const uri = file.split('/').map(encodeURIComponent).join('/')
  const region = { startLine: line, ...(col !== undefined && { startColumn: col }) }
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region } }
}
