/** Strikes programs with one fault at every step, and prints a table for each: `docs/survey-programs.md` has them. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { inEachLanguage, targetOf } from '../bench/served/programs.ts'
import { strikeTarget } from '../survey/strike.ts'
import { outcomesOf, violatedOf } from '../survey/struck-table.ts'
import { table } from '../survey/table.ts'
import { defaultOracles } from '../../harness/oracles/index.ts'

/** Of `test/served/programs`: a temporary name of its own and no fsync in two languages, and one that synchronises. */
const struck = [
  ['own-name', 'Python'],
  ['own-name', 'C'],
  ['synced', 'Python'],
] as const

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'survey-programs-'))
try {
  for (const [program, language] of struck) {
    const argv = inEachLanguage(program, scratch).get(language)
    if (!argv) throw new Error(`${language} should be there, to run ${program}`)
    const target = targetOf(scratch, `${program}-${language}`, argv, defaultOracles)
    const { struck: rows } = await strikeTarget(target, scratch)
    const cells = rows.map((row) => [row.condition, String(row.executions), outcomesOf(row), violatedOf(row)])
    console.log(`\n### \`${program}\`, ${language}\n`)
    console.log(table(['fault', 'tried', 'what came of it', 'violated'], cells))
  }
} finally {
  fs.rmSync(scratch, { recursive: true })
}
