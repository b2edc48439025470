import path from 'node:path'
import { printableLine } from '../model/printable.ts'
import { replaySpace } from '../model/replay-space.ts'
import type { Counterexample } from '../model/counterexample.ts'
import type { RunnerName } from '../model/settings.ts'
import { quoted } from '../report/words.ts'

/** What a test is about. */
export interface Regressed {
  /** Path of the target module. */
  readonly target: string
  readonly counterexample: Counterexample
  /** Name of the replay file, which lies beside the test. */
  readonly replayFile: string
  /** From the test's directory to the target. */
  readonly targetFromTest: string
  readonly seed: number
}

/** Long enough for three replays, a search of 30 s, and to shrink what it finds. */
const timeoutMillis = '120_000'

/** By runner, the module of a test. */
export const testSources: Readonly<Record<RunnerName, (regressed: Regressed) => string>> = {
  vitest: (regressed) => asModule(regressed, 'onewriter/vitest', 'vitest'),
  bun: (regressed) => asModule(regressed, 'onewriter/bun-test', 'bun:test'),
  node: (regressed) => `import path from 'node:path'
import test from 'node:test'
import { expectReplayGone } from 'onewriter/node-test'

const saved = path.join(import.meta.dirname, ${text(regressed.replayFile)})

${comment(regressed, '//')}
test(${title(regressed)}, { timeout: ${timeoutMillis} }, (t) => expectReplayGone(saved, {}, t))
`,
  jest: (regressed) => `const path = require('node:path')
const { expectReplayGone } = require('onewriter/jest')

const saved = path.join(__dirname, ${text(regressed.replayFile)})

${comment(regressed, '//')}
test(${title(regressed)}, () => expectReplayGone(saved), ${timeoutMillis})
`,
  shell: (regressed) => `#!/bin/sh
${comment(regressed, '#')}
cd "$(dirname "$0")" || exit 2
npx onewriter replay ${quoted(regressed.replayFile)} --times=1
status=$?
# 3: the code takes other steps now, so the same small space is searched.
[ "$status" -eq 3 ] || exit "$status"
exec npx onewriter check ${checking(regressed)}
`,
}

function asModule(regressed: Regressed, expectation: string, runner: string): string {
  const imports = [
    `import { expectReplayGone } from '${expectation}'`,
    `import { test } from '${runner}'`,
  ].toSorted((one, other) => (fromOf(one) < fromOf(other) ? -1 : 1))
  return `import path from 'node:path'
${imports.join('\n')}

const saved = path.join(import.meta.dirname, ${text(regressed.replayFile)})

${comment(regressed, '//')}
test(${title(regressed)}, () => expectReplayGone(saved), ${timeoutMillis})
`
}

function fromOf(statement: string): string {
  return statement.slice(statement.indexOf(' from '))
}

function checking({ targetFromTest, counterexample, seed }: Regressed): string {
  const { writers, calls, sessions, faults, faultsAtOnce, oracle, samePid } = replaySpace(counterexample)
  return [
    quoted(targetFromTest),
    `--writers=${writers} --calls=${calls} --sessions=${sessions}`,
    `--faults=${faults.length === 0 ? 'none' : faults.join(',')} --oracle=${oracle.join(',')}`,
    ...(faultsAtOnce === undefined ? [] : [`--faults-at-once=${faultsAtOnce}`]),
    ...(samePid ? ['--same-pid'] : []),
    `--seed=${seed} --max-time=30s`,
  ].join(' \\\n  ')
}

function title({ target, counterexample }: Regressed): string {
  return text(`${path.basename(target)}: ${counterexample.oracle}`)
}

/** What was wrong, on one line of a comment. */
function comment({ counterexample }: Regressed, mark: string): string {
  return `${mark} Saved by onewriter: ${printableLine(counterexample.finding.message)}`
}

/** As JavaScript, in single quotes where it has none itself. */
function text(words: string): string {
  const json = JSON.stringify(printableLine(words))
  return /['"\\]/.test(json.slice(1, -1)) ? json : `'${json.slice(1, -1)}'`
}
