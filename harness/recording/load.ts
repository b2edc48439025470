import fs from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import type { Counterexample } from '../model/counterexample.ts'
import { UsageError } from '../model/errors.ts'
import { hashOf } from './save.ts'
import { replayFileSchema, type ReplayFile } from './schema.ts'

export interface Loaded {
  readonly file: ReplayFile
  readonly counterexample: Counterexample
  /** Path of the target module. */
  readonly target: string
  /** True where the target's source is not what it was when the file was saved. */
  readonly sourceChanged: boolean
}

/**
 * Reads and checks a replay file. Runs nothing.
 *
 * @throws UsageError when it is not there, is no replay file, or names a target that is not there.
 */
export function loadReplayFile(name: string): Loaded {
  const file = parseReplayFile(name)
  const target = path.resolve(path.dirname(name), file.target)
  if (fs.statSync(target, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError(
      `${name}: its target ${file.target} is not there; expected it beside the file as it was`,
    )
  const counterexample = file.counterexample as Counterexample
  return { file, counterexample, target, sourceChanged: hashOf(target) !== file.sourceHash }
}

/**
 * Reads and checks a replay file alone, whatever became of its target.
 *
 * @throws UsageError when it is not there, or is no replay file.
 */
export function parseReplayFile(name: string): ReplayFile {
  let value: unknown
  try {
    value = JSON.parse(fs.readFileSync(name, 'utf8'))
  } catch (error) {
    throw new UsageError(`${name}: expected a replay file (${(error as Error).message})`)
  }
  const parsed = v.safeParse(replayFileSchema, value)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new UsageError(
    `${name}: expected a replay file of version 1, but ${v.getDotPath(issue) ?? 'it'} is wrong: ${issue.message}`,
  )
}
