import fs from 'node:fs'
import path from 'node:path'
import { UsageError } from '../model/errors.ts'
import type { RunnerName } from '../model/settings.ts'
import { loadReplayFile } from '../recording/load.ts'
import { placeFiles } from './placed.ts'
import { testName } from './test-name.ts'
import { testSources } from './test-source.ts'

export interface RegressOptions {
  readonly runner: RunnerName
  /** The directory that the test goes to; null: beside the target. */
  readonly into: string | null
  /** Whether files that are there may be replaced. */
  readonly force: boolean
}

export interface Regression {
  /** Paths of what was written, relative to the working directory. */
  readonly written: readonly string[]
  /** The test. */
  readonly test: string
}

/**
 * Makes a saved violation a test that its user commits: a copy of the replay file, which finds its target from there, and
 * beside it a test for the runner.
 *
 * @param file path of the replay file
 * @throws UsageError when it is no replay file, its target is not there, the directory is none, or a file is in the way.
 */
export function regress(file: string, { runner, into, force }: RegressOptions): Regression {
  const { file: saved, target, counterexample } = loadReplayFile(file)
  const dir = path.resolve(into ?? path.dirname(target))
  if (fs.statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`--into=${into}: expected a directory that exists`)
  const base = path.basename(file).replace(/\.json$/, '')
  const replayFile = `${base}.json`
  const targetFromTest = path.relative(dir, target).replaceAll(path.sep, '/')
  const test = path.join(dir, testName(runner, base, { dir, target }))
  const regressed = { target, counterexample, replayFile, targetFromTest, seed: saved.runSeed }
  const written = placeFiles(
    [
      {
        path: path.join(dir, replayFile),
        text: `${JSON.stringify({ ...saved, target: targetFromTest }, null, 1)}\n`,
      },
      {
        path: test,
        text: testSources[runner](regressed),
        ...(runner === 'shell' && { isProgram: true as const }),
      },
    ],
    force,
  )
  return {
    written: written.map(({ path: each }) => path.relative('.', each)),
    test: path.relative('.', test),
  }
}
