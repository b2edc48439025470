import fs from 'node:fs'
import path from 'node:path'
import { messageOf, UsageError } from '../model/errors.ts'
import type { Result, Violation } from '../model/result.ts'
import { parseReplayFile } from './load.ts'
import { parseResult } from './result-schema.ts'

/**
 * The JSON results below a directory, by path. Counterexamples are read from their replay files, where those are.
 *
 * @throws UsageError when there is no such directory, no result in it, or one that is not whole.
 */
export function loadResults(dir: string): Record<string, Result> {
  const files = jsonFilesBelow(dir)
  const results = files.flatMap((file) => {
    const value = read(file)
    // Replay files and what else is kept beside results is JSON as well.
    if (typeof value !== 'object' || value === null || !('verdict' in value)) return []
    const result = parseResult(value)
    if ('wrong' in result) throw new UsageError(`${file}: expected a JSON result, but ${result.wrong}`)
    const violations = result.violations.map((violation) => withCounterexample(violation, files))
    return [[file, { ...result, violations }] as const]
  })
  if (results.length === 0)
    throw new UsageError(`${dir}: expected JSON results in it, as --reporter=json:FILE writes them`)
  return Object.fromEntries(results)
}

function jsonFilesBelow(dir: string): string[] {
  try {
    const names = fs.readdirSync(dir, { recursive: true, encoding: 'utf8' })
    return names
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => path.join(dir, name))
  } catch (error) {
    throw new UsageError(`${dir}: expected a directory of JSON results (${messageOf(error)})`)
  }
}

function read(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`${file}: expected a JSON result (${messageOf(error)})`)
  }
}

/** Its replay file is where the shard wrote it, or was brought here under the same name. */
function withCounterexample(violation: Violation, files: readonly string[]): Violation {
  const { replayFile } = violation
  if (replayFile === null) return violation
  const name = path.basename(replayFile)
  const file = fs.existsSync(replayFile) ? replayFile : files.find((each) => path.basename(each) === name)
  if (file === undefined) return violation
  return {
    ...violation,
    replayFile: file,
    counterexample: parseReplayFile(file).counterexample,
  }
}
