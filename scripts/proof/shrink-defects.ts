import type { Result } from '../../harness/model/result.ts'
import type { RunOptions } from '../../harness/settings/schema.ts'
import { medianOf } from './test-executor.ts'

type Run = (target: string, options: RunOptions) => Promise<Result>
type Row = (isGood: boolean, what: string, figure: string) => void

const torn: RunOptions = { oracle: ['parses', 'one-writer'] }
const late: RunOptions = { oracle: ['program-order'] }

/** Broken writers, and how many writers and calls it takes to show each defect. */
const defects: readonly (readonly [name: string, options: RunOptions, writers: number, calls: number])[] = [
  ['in-place', torn, 2, 2],
  ['in-place-beside-rename', torn, 2, 2],
  ['many-ways-in-place', torn, 2, 2],
  ['fixed-temp-name', torn, 2, 2],
  ['pid-counter-temp-name', { ...torn, samePid: true }, 2, 2],
  ['read-modify-append', torn, 2, 2],
  ['lock-reclaimed-by-age', { ...torn, faults: ['stall'] }, 2, 2],
  ['unlink-before-rename', { oracle: ['reads-whole'] }, 2, 2],
  ['dropped-debounce-tail', late, 1, 2],
  ['snapshot-after-flush', late, 1, 2],
  ['export-after-flush', { oracle: ['issue-order'] }, 1, 2],
]

const withinSeconds = 3

/** The first violation of each broken writer, how long it takes to shrink it, and to show it in fresh processes. */
export async function shrinkDefects(knownBad: (name: string) => string, run: Run, row: Row): Promise<void> {
  console.log(
    '\nthe first violation of each broken writer, shrunk: seconds for that, and from when it was found to the report',
  )
  const shrinking: number[] = []
  const reporting: number[] = []
  for (const [name, options, writers, calls] of defects) {
    const { violations, firstViolation, elapsedMs } = await run(knownBad(name), {
      ...options,
      executions: 20_000,
    })
    const [violation] = violations
    if (!violation || !firstViolation) {
      row(false, name, 'not found')
      continue
    }
    const shrunk = (violation.shrinkMs ?? 0) / 1000
    const reported = (elapsedMs - firstViolation.elapsedMs) / 1000
    shrinking.push(shrunk)
    reporting.push(reported)
    const isLeast = violation.minimal && violation.writers === writers && violation.calls === calls
    const size = `${violation.writers} writers, ${violation.calls} calls, ${violation.minimal ? 'minimal' : 'not known to be minimal'}`
    row(isLeast, `${name}, ${violation.oracle}`, `${size}; ${shrunk.toFixed(1)} and ${reported.toFixed(1)} s`)
  }
  const median = medianOf(shrinking)
  const figure = `${median.toFixed(1)} s, reported after ${medianOf(reporting).toFixed(1)} s`
  row(median < withinSeconds, 'median', `${figure}; expected less than ${withinSeconds} for shrinking`)
}
