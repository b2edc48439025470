/**
 * Explores published writers and writes `docs/survey.md`: `npm run survey [-- --library=NAME]`. With `--render` it only
 * writes the page anew.
 */
import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { pins, type Pin } from '../../harness/processes/cores.ts'
import { chosenOf, optionsOf } from '../arguments.ts'
import { libraries, root } from './libraries.ts'
import { render } from './render.ts'
import { savedOf, type LibraryResult, type SurveyResult } from './results.ts'
import { seed } from './saved.ts'

const values = optionsOf({
  render: { type: 'boolean', default: false },
  library: { type: 'string', multiple: true, default: [] },
})
const names = libraries.map(({ name }) => name)
const chosen = chosenOf(values.library, names)
process.chdir(root)
const outputDir = 'docs/survey'
const resultsFile = path.join(outputDir, 'results.json')

const before = savedResult()
if (values.render && before) keep(before)
else await survey(chosen)

/** Explores the named libraries, one at a time on each core; of the others it keeps what was found before. */
async function survey(asked: readonly string[]): Promise<void> {
  fs.mkdirSync(outputDir, { recursive: true })
  const left = [...asked]
  const found = new Map(before?.libraries.map((result) => [result.name, result]))
  const work = async (pin: Pin) => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const started = performance.now()
      found.set(name, await surveyOne(name, pin))
      keep({
        seed,
        node: process.version,
        isRoot: process.getuid?.() === 0,
        libraries: names.flatMap((each) => found.get(each) ?? []),
      })
      console.error(`${name}: ${Math.round((performance.now() - started) / 1000)} s`)
    }
  }
  await Promise.all(pins().map(work))
}

function keep(result: SurveyResult): void {
  fs.writeFileSync(resultsFile, `${JSON.stringify(result, null, 1)}\n`)
  fs.writeFileSync('docs/survey.md', render(result))
}

async function surveyOne(name: string, pin: Pin): Promise<LibraryResult> {
  removeFilesOf(name, [])
  const script = path.join(import.meta.dirname, 'one.js')
  const [command, ...args] = [...pin, process.execPath, script, name, outputDir]
  const { stdout } = await execa(command, args, { stderr: 'inherit' })
  const result = JSON.parse(stdout) as LibraryResult
  removeFilesOf(
    name,
    savedOf(result).map(({ replayFile }) => replayFile),
  )
  return result
}

function removeFilesOf(library: string, kept: readonly string[]): void {
  const pattern = new RegExp(`^${library}(-[a-z-]+-[0-9a-f]{8}|\\.checkpoint)\\.json$`)
  for (const file of fs.readdirSync(outputDir))
    if (pattern.test(file) && !kept.includes(file)) fs.rmSync(path.join(outputDir, file))
}

function savedResult(): SurveyResult | null {
  if (!fs.existsSync(resultsFile)) return null
  return JSON.parse(fs.readFileSync(resultsFile, 'utf8')) as SurveyResult
}
