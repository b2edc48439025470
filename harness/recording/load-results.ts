import fs from 'node:fs'
import path from 'node:path'
import { messageOf, UsageError } from '../model/errors.ts'
import type { Result, Violation } from '../model/result.ts'
import { parseReplayFile } from './load.ts'
import { readJson } from './read-json.ts'
import { parseResult } from './result-schema.ts'

/**
 * The JSON results below a directory, by path. Counterexamples are read from their replay files, where those are there.
 *
 * @throws UsageError when there is no such directory, no result in it, or one that is not whole.
 */
export function loadResults(dir: string): Record<string, Result> {
  const files = jsonFilesBelow(dir)
  const results = files.flatMap((file): (readonly [string, Result])[] => {
    const value = read(file)
    // Replay files and what else is kept beside results is JSON as well.
    if (typeof value !== 'object' || value === null || !('verdict' in value)) return []
    const result = parseResult(value)
    if ('wrong' in result) throw new UsageError(`${file}: expected a JSON result, but ${result.wrong}`)
    if (result.verdict !== 'violated') return [[file, result]]
    const violations = result.violations.map((violation) => withCounterexample(violation, files))
    return [[file, { ...result, violations }]]
  })
  if (results.length === 0)
    throw new UsageError(`${dir}: expected JSON results in it, as --reporter=json:FILE writes them`)
  return Object.fromEntries(results)
}

/** Regular files alone, and no link is followed: what is merged stays below its directory. */
function jsonFilesBelow(dir: string): string[] {
  try {
    return filesBelow(dir)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
  } catch (error) {
    throw new UsageError(`${dir}: expected a directory of JSON results (${messageOf(error)})`)
  }
}

function filesBelow(dir: string): string[] {
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(dir, entry.name)
    if (entry.isDirectory()) return filesBelow(file)
    return entry.isFile() ? [file] : []
  })
}

function read(file: string): unknown {
  try {
    return readJson(file, { noFollow: true })
  } catch (error) {
    throw new UsageError(`${file}: expected a JSON result (${messageOf(error)})`)
  }
}

/** Its replay file lies below the directory that is merged, or it has none here: no other path is looked at. */
function withCounterexample(violation: Violation, files: readonly string[]): Violation {
  const { replayFile } = violation
  if (replayFile === null) return violation
  const isNamed = (file: string) => path.resolve(file) === path.resolve(replayFile)
  const name = path.basename(replayFile)
  const file = files.find(isNamed) ?? files.find((each) => path.basename(each) === name)
  if (file === undefined) return violation
  return {
    ...violation,
    replayFile: file,
    counterexample: parseReplayFile(file, { noFollow: true }).counterexample,
  }
}
