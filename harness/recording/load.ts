import fs from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import type { Counterexample } from '../model/counterexample.ts'
import { messageOf, UsageError } from '../model/errors.ts'
import type { ReadOptions } from './read-bounded.ts'
import { readJson } from './read-json.ts'
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
  return { file, counterexample, target, sourceChanged: hashOfTarget(name, target) !== file.sourceHash }
}

function hashOfTarget(name: string, target: string): string {
  try {
    return hashOf(target)
  } catch (error) {
    throw new UsageError(`${name}: expected a target that can be read (${messageOf(error)})`)
  }
}

/**
 * Reads and checks a replay file alone, whatever became of its target.
 *
 * @throws UsageError when it is not there, or is no replay file.
 */
export function parseReplayFile(name: string, options: ReadOptions = {}): ReplayFile {
  let value: unknown
  try {
    value = readJson(name, options)
  } catch (error) {
    throw new UsageError(`${name}: expected a replay file (${messageOf(error)})`)
  }
  if (!isMeantAsOne(value)) {
    throw new UsageError(
      `${name} is not a replay file${kindOf(value)}; expected one that explore, check or soak has saved, by default in .onewriter`,
    )
  }
  const parsed = v.safeParse(replayFileSchema, value)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new UsageError(
    `${name}: expected a replay file of version 1, but ${v.getDotPath(issue) ?? 'it'} is wrong: ${issue.message}`,
  )
}

function isMeantAsOne(value: unknown): boolean {
  return isObject(value) && ('counterexample' in value || 'onewriter' in value)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What else of ours it may be, in words; empty where it is none of ours. */
function kindOf(value: unknown): string {
  if (!isObject(value)) return ''
  if ('verdict' in value && 'violations' in value)
    return ' but the JSON result of a run, whose violations name theirs as `replayFile`'
  if ('searched' in value) return ' but the checkpoint of a search'
  return 'turns' in value ? ' but the state of a soak' : ''
}
