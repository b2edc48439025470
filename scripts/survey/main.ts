/**
 * Explores published writers and writes `docs/survey.md`: `npm run survey [-- --library=NAME]`. With `--render` it only
 * writes the page anew, with `--full-disk` it only asks what comes of a full disk. A store with several entries goes by
 * `--library=stores/NAME`.
 */
import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { pins, type Pin } from '../../harness/processes/cores.ts'
import { chosenOf, optionsOf } from '../arguments.ts'
import { onFullDisks, type FullDisk } from './full-disk.ts'
import { libraries, root } from './libraries.ts'
import { render } from './render.ts'
import { savedOf, type LibraryResult, type StoreResult, type SurveyResult } from './results.ts'
import { seed } from './saved.ts'
import { stores } from './stores.ts'

const values = optionsOf({
  render: { type: 'boolean', default: false },
  'full-disk': { type: 'boolean', default: false },
  library: { type: 'string', multiple: true, default: [] },
})
const names = [...libraries, ...stores].map(({ name }) => name)
const chosen = chosenOf(values.library, names)
process.chdir(root)
const outputDir = 'docs/survey'
const resultsFile = path.join(outputDir, 'results.json')

const before = savedResult()
if (values.render && before) keep(before)
else if (values['full-disk'] && before) keep({ ...before, fullDisk: await fullDisks() })
else await survey(chosen)

/** Explores the named libraries, one at a time on each core; of the others it keeps what was found before. */
async function survey(asked: readonly string[]): Promise<void> {
  fs.mkdirSync(path.join(outputDir, 'stores'), { recursive: true })
  const fullDisk = await fullDisks()
  const left = [...asked]
  const foundLibraries = new Map(before?.libraries.map((result) => [result.name, result]))
  const foundStores = new Map(before?.stores?.map((result) => [result.name, result]))
  const work = async (pin: Pin) => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const started = performance.now()
      const result = await surveyOne(name, pin)
      if ('struck' in result) foundLibraries.set(name, result)
      else foundStores.set(name, result)
      keep({
        seed,
        node: process.version,
        isRoot: process.getuid?.() === 0,
        libraries: libraries.flatMap((each) => foundLibraries.get(each.name) ?? []),
        stores: stores.flatMap((each) => foundStores.get(each.name) ?? []),
        fullDisk,
      })
      console.error(`${name}: ${Math.round((performance.now() - started) / 1000)} s`)
    }
  }
  await Promise.all(pins().map(work))
}

async function fullDisks(): Promise<FullDisk[]> {
  return onFullDisks(libraries.map(({ name }) => name))
}

function keep(result: SurveyResult): void {
  fs.writeFileSync(resultsFile, `${JSON.stringify(result, null, 1)}\n`)
  fs.writeFileSync('docs/survey.md', render(result))
}

async function surveyOne(name: string, pin: Pin): Promise<LibraryResult | StoreResult> {
  removeFilesOf(name, [])
  const script = path.join(import.meta.dirname, 'one.js')
  const folder = path.dirname(path.join(outputDir, name))
  const [command, ...args] = [...pin, process.execPath, script, name, folder]
  const { stdout } = await execa(command, args, { stderr: 'inherit' })
  const result = JSON.parse(stdout) as LibraryResult | StoreResult
  removeFilesOf(
    name,
    savedOf(result).map(({ replayFile }) => replayFile),
  )
  return result
}

/** @param kept as `docs/survey` names them */
function removeFilesOf(name: string, kept: readonly string[]): void {
  const [folder, base] = [path.dirname(name), path.basename(name)]
  const other = names.filter((each) => each.startsWith(`${name}-`)).map((each) => path.basename(each))
  const pattern = new RegExp(`^${base}(-[a-z-]+-[0-9a-f]{8}|\\.checkpoint)\\.json$`)
  for (const file of fs.readdirSync(path.join(outputDir, folder))) {
    const isOf = pattern.test(file) && !other.some((each) => file.startsWith(`${each}-`))
    if (isOf && !kept.includes(path.join(folder, file))) fs.rmSync(path.join(outputDir, folder, file))
  }
}

function savedResult(): SurveyResult | null {
  if (!fs.existsSync(resultsFile)) return null
  return JSON.parse(fs.readFileSync(resultsFile, 'utf8')) as SurveyResult
}
