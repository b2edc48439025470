import fs from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { messageOf, UsageError } from '../model/errors.ts'
import type { Result } from '../model/result.ts'
import { replaceFile } from './output-dir.ts'
import { readJson } from './read-json.ts'
import { parseResult } from './result-schema.ts'

/** What a soak goes on from. */
export interface SoakState {
  /** How many turns were taken. */
  readonly turns: number
  /** SHA-256 of the target's source. */
  readonly sourceHash: string
  /** What was asked for, but for seed and budget: a soak of other workloads is another one. */
  readonly asked: string
  /** What all turns came to; counterexamples are in their replay files. */
  readonly result: Result
}

const stateSchema = v.object({
  version: v.literal(1, 'expected 1'),
  turns: v.pipe(v.number(), v.integer(), v.minValue(0)),
  sourceHash: v.string(),
  asked: v.string(),
  result: v.unknown(),
})

export function soakStateFile(target: string, outputDir: string): string {
  return path.join(outputDir, `${path.basename(target).replace(/(\.target)?\.[cm]?[jt]s$/, '')}.soak.json`)
}

/**
 * Reads and checks what a soak has left; null where it has not.
 *
 * @throws UsageError when the file is there and is no such state.
 */
export function loadSoakState(file: string): SoakState | null {
  if (!fs.existsSync(file)) return null
  const refuse = (why: string) =>
    new UsageError(`${file}: expected the state of a soak, but ${why}; remove it to start anew`)
  let value: unknown
  try {
    value = readJson(file)
  } catch (error) {
    throw refuse(messageOf(error))
  }
  const parsed = v.safeParse(stateSchema, value)
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw refuse(`${v.getDotPath(issue) ?? 'it'}: ${issue.message}`)
  }
  const result = parseResult(parsed.output.result)
  if ('wrong' in result) throw refuse(`result.${result.wrong}`)
  return { ...parsed.output, result }
}

/** Complete or not at all: whoever kills a soak shall find the state of its last turn. */
export function saveSoakState(file: string, state: SoakState): void {
  const text = JSON.stringify({ version: 1, ...state }, withoutCourses, 1)
  replaceFile(file, `${text}\n`)
}

function withoutCourses(key: string, value: unknown): unknown {
  return key === 'counterexample' || key === 'course' ? undefined : value
}
