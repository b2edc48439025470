import path from 'node:path'
import { execa } from 'execa'
import type { Result } from '../../harness/model/result.ts'
import type { RunOptions } from '../../harness/settings/schema.ts'
import { broken, mended, type Row } from './rows.ts'

type Tell = (isGood: boolean, what: string, figure: string) => void

/** Each public bug report as a command line, as a user would type it: what it exits with, and what it says. */
export async function runReports(test: string, outputDir: string, tell: Tell): Promise<void> {
  console.log('\npublic bug reports, broken and mended, by the command line')
  for (const { oracle, says, ...row } of broken) {
    const asked = { ...row, options: { ...row.options, oracle: [oracle] } }
    const { exitCode, result } = await explored(asked, test, outputDir)
    const [violation] = result.violations
    const isSaid = violation?.oracle === oracle && says.test(violation.message)
    const isGood = exitCode === 1 && isSaid && violation.replayFile !== null
    const { times, of } = violation?.reproduced ?? { times: 0, of: 0 }
    tell(isGood && times === of, row.report, `exit ${exitCode}, ${times} of ${of}: ${violation?.message}`)
  }
  for (const row of mended) {
    const { exitCode, result } = await explored(row, test, outputDir)
    const wrong = [...result.problems, ...result.violations].map(({ message }) => message)
    const figure = [`exit ${exitCode}`, `${result.executions} executions`, ...wrong, ...result.escapes]
    tell(exitCode === 0 && wrong.length === 0, `${row.report}, mended`, figure.join(', '))
  }
}

async function explored(
  { file, options }: Row,
  test: string,
  outputDir: string,
): Promise<{ exitCode: number | undefined; result: Result }> {
  const entry = path.join(test, '../dist/harness/cli.bundle.js')
  const asked = { seed: 1, ...options, maxTime: '10m', outputDir, reporter: ['json'] }
  const { exitCode, stdout } = await execa(
    process.execPath,
    [entry, 'explore', path.join(test, file), ...flagsOf(asked)],
    { reject: false },
  )
  return { exitCode, result: JSON.parse(stdout) as Result }
}

function flagsOf(options: RunOptions): string[] {
  return Object.entries(options).map(([key, value]) => {
    const name = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    return `--${name}=${Array.isArray(value) ? value.join(',') : String(value)}`
  })
}
