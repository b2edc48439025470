import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { readFile } from '../../guarded/read-file.ts'
import type { Counterexample } from '../../model/counterexample.ts'
import type { ExecutionRecord } from '../../model/record.ts'
import { scheduleOf, type StepEvent } from '../../model/step-log.ts'
import type { Finding, OracleName } from '../../model/verdict.ts'
import { judge } from '../../oracles/index.ts'
import type { Execution } from '../execute/execution.ts'

/** A longer line is no line of anybody's. */
const mostCharacters = 200

/**
 * Adds to a counterexample what only its reader needs and no search should pay for: where in the target's code each step
 * was asked for and what stands there, when calls were made and settled, and whose bytes a torn file held. Gives it back
 * as it is where that was not carried out as before.
 *
 * @param traced the same, carried out once more with all of that; absent where that was not to be had
 */
export function illustrate(
  counterexample: Counterexample,
  traced: Execution | undefined,
  { targetDir, oracles }: { readonly targetDir: string; readonly oracles: readonly OracleName[] },
): Counterexample {
  if (!traced) return counterexample
  const steps = traced.log()
  if (!isDeepStrictEqual(scheduleOf(steps), counterexample.schedule)) return counterexample
  return {
    ...counterexample,
    steps,
    calls: traced.record.calls,
    lines: linesOf(steps, targetDir),
    ...findingsOf(traced.record, counterexample, oracles),
  }
}

/** The same finding, in words that know whose bytes a file held; and what else is wrong with this execution. */
function findingsOf(
  record: ExecutionRecord,
  { oracle, finding }: Counterexample,
  oracles: readonly OracleName[],
): Pick<Counterexample, 'finding' | 'also'> {
  const judgements = judge(record, [...new Set([oracle, ...oracles])])
  const own = judgements.find((each) => each.oracle === oracle)?.findings ?? []
  const isSame = ({ session, kind }: Finding) => session === finding.session && kind === finding.kind
  const also = judgements.flatMap(({ oracle: other, findings: [first] }) =>
    other === oracle || !first ? [] : [{ oracle: other, message: first.message }],
  )
  return { finding: own.find(isSame) ?? finding, ...(also.length > 0 && { also }) }
}

function linesOf(steps: readonly StepEvent[], targetDir: string): Record<string, string> {
  const sources = new Set(steps.flatMap(({ source }) => (source === undefined ? [] : [source])))
  const lines = [...sources].map((source) => [source, lineAt(source, targetDir)] as const)
  return Object.fromEntries(lines.filter(([, line]) => line !== ''))
}

/** A place is relative to the working directory, or else to the target's folder. */
function lineAt(source: string, targetDir: string): string {
  const [, file = '', line = ''] = /^(.*):(\d+):\d+$/s.exec(source) ?? []
  for (const base of [process.cwd(), targetDir]) {
    try {
      const bytes = readFile(path.join(base, file))
      if (!Buffer.isBuffer(bytes)) continue
      return (bytes.toString().split('\n')[Number(line) - 1] ?? '').trim().slice(0, mostCharacters)
    } catch {
      // Not there, or not to be read: then the place alone is shown.
    }
  }
  return ''
}
