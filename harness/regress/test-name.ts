import fs from 'node:fs'
import path from 'node:path'
import type { RunnerName } from '../model/settings.ts'

interface Place {
  /** The directory that the test goes to. */
  readonly dir: string
  /** Path of the target module. */
  readonly target: string
}

/** By runner, what the name of a test ends with, so that the runner finds it by itself. */
const endings: Readonly<Record<RunnerName, (place: Place) => string>> = {
  vitest: ({ target }) => (/\.[cm]?ts$/.test(target) ? '.test.ts' : '.test.mjs'),
  // Jest takes CommonJS alone, unless it is given a flag.
  jest: ({ dir }) => (isOfModules(dir) ? '.test.cjs' : '.test.js'),
  // Node finds tests in TypeScript from version 22 on.
  node: () => '.test.mjs',
  // Bun finds none in .mjs.
  bun: () => '.test.ts',
  shell: () => '.test.sh',
}

/** The name of a test, given that of its replay file without an ending. */
export function testName(runner: RunnerName, base: string, place: Place): string {
  return `${base}${endings[runner](place)}`
}

/** Whether a .js file there is an ES module: the nearest package says so. */
function isOfModules(dir: string): boolean {
  const manifest = path.join(dir, 'package.json')
  if (fs.existsSync(manifest)) return typeOf(manifest) === 'module'
  const above = path.dirname(dir)
  return above !== dir && isOfModules(above)
}

function typeOf(manifest: string): unknown {
  try {
    return (JSON.parse(fs.readFileSync(manifest, 'utf8')) as { type?: unknown }).type
  } catch {
    return undefined
  }
}
