import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { readFile } from '../../guarded/read-file.ts'
import type { Counterexample } from '../../model/counterexample.ts'
import { HarnessError, ReplayDivergence } from '../../model/errors.ts'
import type { ExecutionRecord } from '../../model/record.ts'
import { scheduleOf, type StepEvent } from '../../model/step-log.ts'
import type { Finding, OracleName } from '../../model/verdict.ts'
import { judge } from '../../oracles/index.ts'
import { WriterGone } from '../../processes/controlled-writer.ts'
import type { Executor } from '../executor.ts'

/** A longer line is no line of anybody's. */
const mostCharacters = 200

/**
 * Carries a counterexample out once more, to add what only its reader needs and no search should pay for: where in
 * the target's code each step was asked for and what stands there, when calls were made and settled, and whose bytes a torn file held.
 * Gives it back as it is where that does not come out as before.
 */
export async function illustrate(
  counterexample: Counterexample,
  executor: Executor,
  { targetDir, oracles }: { readonly targetDir: string; readonly oracles: readonly OracleName[] },
): Promise<Counterexample> {
  await executor.refresh()
  try {
    const { log, record } = executor.replay(counterexample, true)
    const steps = log()
    const isSame = isDeepStrictEqual(scheduleOf(steps), counterexample.schedule)
    return isSame
      ? {
          ...counterexample,
          steps,
          calls: record.calls,
          lines: linesOf(steps, targetDir),
          ...findingsOf(record, counterexample, oracles),
        }
      : counterexample
  } catch (error) {
    const isOfTarget =
      error instanceof ReplayDivergence || error instanceof WriterGone || error instanceof HarnessError
    if (!isOfTarget) throw error
    return counterexample
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
