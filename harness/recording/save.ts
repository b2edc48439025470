import { createHash } from 'node:crypto'
import path from 'node:path'
import type { Counterexample } from '../model/counterexample.ts'
import type { Control } from '../model/result.ts'
import type { Runtime } from '../model/runtime.ts'
import { replaceFile } from './output-dir.ts'
import { packageVersion } from './package-version.ts'
import { readBounded } from './read-bounded.ts'
import type { ReplayFile } from './schema.ts'

export interface SaveOptions {
  /** Path of the target module. */
  readonly target: string
  readonly outputDir: string
  /** Seed of the run that found it. */
  readonly seed: number
  readonly signature: string
  /** By what means steps were held; absent where it was as `auto` has it. */
  readonly control?: Exclude<Control, 'none'>
  /** What ran the writers; default: Node. */
  readonly runtime?: Runtime
}

/**
 * Saves a counterexample as a replay file of its own.
 *
 * @returns the file's path, relative to the working directory where that is shorter to type.
 * @throws Error when it cannot be written.
 */
export function saveCounterexample(counterexample: Counterexample, options: SaveOptions): string {
  const { target, outputDir, seed, signature, control, runtime } = options
  const file: ReplayFile = {
    version: 1,
    onewriter: packageVersion(),
    node: process.version,
    ...(control && { control }),
    ...(runtime && runtime.name !== 'node' && { runtime }),
    target: path.relative(path.resolve(outputDir), path.resolve(target)),
    sourceHash: hashOf(target),
    runSeed: seed,
    signature,
    counterexample: structuredClone(counterexample) as ReplayFile['counterexample'],
  }
  const text = `${JSON.stringify(file, null, 1)}\n`
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8)
  const base = path.basename(target).replace(/(\.target)?\.[cm]?[jt]s$/, '')
  const name = path.join(outputDir, `${base}-${counterexample.oracle}-${digest}.json`)
  replaceFile(name, text)
  return name
}

/**
 * SHA-256 of a target's source.
 *
 * @throws Error when it cannot be read, is no regular file, or is far too large for one.
 */
export function hashOf(target: string): string {
  return createHash('sha256').update(readBounded(target)).digest('hex')
}
