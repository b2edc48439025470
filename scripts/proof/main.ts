/**
 * Shows at length what the tests show in short: `npm run proof -- [--executions=20000] [--replays=1000] [--runtime=PATH]
 * [--seed=1] [--sequences=200000] [--kills=20] [--seconds=20] [--target=PATH] [--only=SECTION]`, names of `sections` below;
 * `--seconds` and `--target` are read by `foretold`.
 * Exits with 1 where a figure is not what it should be.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { explore } from '../../harness/engine/explore/explore.ts'
import { replay } from '../../harness/engine/explore/replay.ts'
import { faultNames } from '../../harness/model/settings.ts'
import type { RunOptions } from '../../harness/settings/schema.ts'
import { checkOptions } from '../../harness/settings/settings.ts'
import { chosenOf, numberOf, optionsOf } from '../arguments.ts'
import { cases, crashFlush, seeds, strategies, strategyNames } from './cases.ts'
import { faultDefects, plainDefects, type Defect } from './defects.ts'
import { compareGenerated } from './generated/compare.ts'
import { exhaustStores } from './exhaust-stores.ts'
import { exhaustFlushes } from './exhaust-flushes.ts'
import { holdFileSystem } from './file-system.ts'
import { takeGuardsAway } from './guards.ts'
import { shrinkDefects } from './shrink-defects.ts'
import { runReports } from '../reports/run-reports.ts'
import { runRunners } from '../runners/run-runners.ts'
import { compareForetold } from './foretold.ts'
import { compareInterleavings } from './interleavings.ts'
import { conformServed, holdProgramsOf, holdServed } from './served.ts'
import { holdSpecifications } from './specifications.ts'
import { compareEngines } from './two-engines.ts'
import { medianOf, TestExecutor } from './test-executor.ts'
import { exhaustFaults, sampleFaults } from './withstand-faults.ts'

const values = optionsOf({
  executions: { type: 'string', default: '20000' },
  replays: { type: 'string', default: '1000' },
  runtime: { type: 'string', default: process.execPath },
  seed: { type: 'string', default: '1' },
  sequences: { type: 'string', default: '200000' },
  kills: { type: 'string', default: '20' },
  seconds: { type: 'string', default: '20' },
  target: { type: 'string', multiple: true, default: [] },
  only: { type: 'string', multiple: true, default: [] },
})
const executions = numberOf('--executions', values.executions)
const replays = numberOf('--replays', values.replays)
const chosenSeed = numberOf('--seed', values.seed)
const kills = numberOf('--kills', values.kills)
const secondsEach = numberOf('--seconds', values.seconds)
const sequences = numberOf('--sequences', values.sequences)
const test = path.resolve(import.meta.dirname, '../../../test')
const knownBad = (name: string) => path.join(test, 'known-bad', `${name}.ts`)
const correct = (name: string) => path.join(test, 'targets', `${name}.ts`)

const row = (isGood: boolean, what: string, figure: string) => {
  if (!isGood) process.exitCode = 1
  console.log(`${isGood ? '✓' : '✗'}  ${what.padEnd(58)} ${figure}`)
}
const run = (target: string, options: RunOptions) =>
  explore(target, checkOptions({ seed: 1, maxTime: '24h', outputDir, ...options }).settings)

const sections: Readonly<Record<string, () => Promise<void> | void>> = {
  find: findDefects,
  'file-system': async () => holdFileSystem({ sequences, seed: chosenSeed }, row),
  specifications: () => holdSpecifications({ histories: 20_000, seed: chosenSeed }, row),
  runners: () => runRunners(row),
  reports: () => runReports(test, outputDir, row),
  guards: () => takeGuardsAway(path.dirname(test), row),
  flush: flushBesideWrites,
  generated: () => compareGenerated(chosenSeed, executions, row),
  interleavings: () => compareInterleavings(knownBad, row),
  exhaust: () => exhaustFlushes(correct('exporter'), row),
  stores: () => exhaustStores(test, row),
  served: () => holdServed({ executions: executions / 2, kills, seed: chosenSeed }, row),
  programs: () => holdProgramsOf({ replays: replays / 10, seed: chosenSeed }, row),
  conformance: () => conformServed(row),
  engines: () => compareEngines(test, row),
  foretold: () => compareForetold(test, { secondsEach, targets: values.target }, row),
  correct: holdCorrectWriters,
  shrink: () => shrinkDefects(knownBad, run, row),
  replay: () => replaySaved(plainDefects),
  'replay-faults': () => replaySaved(faultDefects),
  'exhaust-faults': () => exhaustFaults(correct('exporter'), chosenSeed, row),
  'sample-faults': () =>
    sampleFaults(correct('exporter'), { seed: chosenSeed, executions, faults: faultNames }, row),
  'sample-errors': () =>
    sampleFaults(
      correct('exporter'),
      { seed: chosenSeed, executions, faults: ['errno', 'short-write'] },
      row,
    ),
}
const chosen = chosenOf(values.only, Object.keys(sections))
const outputDir = fs.mkdtempSync(path.join(os.tmpdir(), 'proof-'))
try {
  for (const name of chosen) await sections[name]?.()
} finally {
  fs.rmSync(outputDir, { recursive: true })
}

async function findDefects() {
  console.log(`\nexecutions until a known defect is found: median and worst of ${seeds.length} seeds`)
  for (const { name, target, workload, oracles, within } of cases) {
    for (const strategy of strategyNames) {
      const executor = new TestExecutor(knownBad(target))
      const search = { strategies: strategies[strategy], limit: 1000, oracles }
      const found = seeds.map((seed) => executor.findsAfter(workload, { ...search, seed }))
      await executor.close()
      const median = medianOf(found)
      row(median <= within, `${name}, ${strategy}`, `${median} and ${Math.max(...found)}; expected ${within}`)
    }
  }
}

async function flushBesideWrites() {
  console.log(`\nthe exporter, with a crash flush beside what is in flight`)
  for (const operation of ['snapshot', 'export']) {
    const executor = new TestExecutor(correct('exporter'), { byteExact: false, customRead: true })
    const oracles = ['parses', 'one-writer', 'program-order', 'issue-order', 'no-litter'] as const
    const search = { strategies: Object.values(strategies).flat(), limit: executions, oracles, seed: 1 }
    const found = executor.findsAfter(crashFlush(operation), search)
    await executor.close()
    row(found === Infinity, operation, found === Infinity ? `0 of ${executions}` : `found after ${found}`)
  }
}

async function holdCorrectWriters() {
  console.log('\ncorrect writers: 3 with 2 calls each, of mixed sizes, awaited or not')
  for (const name of ['exporter', 'atomic-write', 'write-file-atomic', 'atomically']) {
    const sizes: RunOptions = {
      writers: 3,
      calls: 2,
      sessions: 1,
      oracle: ['parses', 'one-writer', 'no-litter'],
    }
    const result = await run(correct(name), { ...sizes, executions })
    const reasons = [...result.violations, ...result.problems].map(({ message }) => message)
    row(
      result.verdict === 'holds',
      name,
      [`${result.verdict} in ${result.executions}`, ...reasons].join('; '),
    )
  }
}

async function replaySaved(defects: readonly Defect[]) {
  console.log(`\nsaved violations, each replayed ${replays} times in fresh processes by ${values.runtime}`)
  for (const { name, options = {} } of defects) {
    const found = await run(knownBad(name), { executions: 1000, ...options })
    const [violation] = found.violations
    if (!violation?.replayFile) row(false, name, 'not found')
    else {
      const { settings } = checkOptions({ times: replays, runtime: values.runtime, dir: outputDir })
      const { times, of, divergence, problem } = await replay(violation.replayFile, settings)
      const faults = violation.counterexample?.schedule.filter(({ fault }) => fault).length ?? 0
      const size = options.faults ? `${violation.calls} calls, ${faults} fault, ` : ''
      const isOne = !options.faults || faults === 1
      const figure = divergence ?? problem ?? `${size}${times} of ${of}`
      row(times === replays && isOne, `${name}, ${violation.oracle}`, figure)
    }
  }
}
