/** A test that a user writes by hand. */
export interface Expectation {
  readonly file: string
  readonly source: string
  /** Runs it alone. */
  readonly command: string
}

const asked = "'save.target.mjs', { writers: 2, calls: 1, maxTime: '20s', oracle: 'parses', seed: 1 }"

function byImport(module: string, runner: string, file: string, command: string): Expectation {
  const source = `import { test } from '${runner}'
import { expectHolds } from '${module}'

test('saves survive a race', () => expectHolds(${asked}), 60_000)
`
  return { file, source, command: `${command} ${file}` }
}

/** By runner; a shell runs `onewriter check`. */
export const expectations: Readonly<Record<string, Expectation>> = {
  vitest: byImport('onewriter/vitest', 'vitest', 'holds.test.mjs', 'npx vitest run'),
  bun: byImport('onewriter/bun-test', 'bun:test', 'holds.test.ts', 'bun test'),
  node: {
    file: 'holds.test.mjs',
    source: `import test from 'node:test'
import { expectHolds } from 'onewriter/node-test'

test('saves survive a race', (t) => expectHolds(${asked}, t))
`,
    command: 'node --test holds.test.mjs',
  },
  jest: {
    file: 'holds.test.js',
    source: `const { expectHolds } = require('onewriter/jest')

test('saves survive a race', () => expectHolds(${asked}), 60_000)
`,
    command: 'npx jest holds.test.js',
  },
}
