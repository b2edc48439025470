import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { replay } from '../../harness/index.ts'
import { persistenceNames } from '../../harness/model/fault.ts'
import { oracleNames, type OracleName } from '../../harness/model/verdict.ts'
import { loadReplayFile } from '../../harness/recording/load.ts'
import { causeLines, causeOf } from '../../scripts/survey/causes.ts'
import { conditions, powerLossUnder } from '../../scripts/survey/conditions.ts'
import { onFullDisks } from '../../scripts/survey/full-disk.ts'
import { libraries, pinnedVersion, targetOf } from '../../scripts/survey/libraries.ts'
import { render } from '../../scripts/survey/render.ts'
import { savedOf, type SurveyResult } from '../../scripts/survey/results.ts'
import { storeOracles } from '../../scripts/survey/store-tables.ts'
import { stores } from '../../scripts/survey/stores.ts'
import { root } from '../support/cli.ts'

const read = (name: string) => fs.readFileSync(path.join(root, name), 'utf8')
const result = JSON.parse(read('docs/survey/results.json')) as SurveyResult
const saved = [...result.libraries, ...result.stores].flatMap(savedOf)

test('the page says what the results say', () => {
  expect(read('docs/survey.md')).toBe(render(result))
  const [library, ...others] = result.libraries
  const changed = { ...library!, sampled: { ...library!.sampled, oracles: { parses: 'violated' } as const } }
  expect(render({ ...result, libraries: [changed, ...others] })).not.toBe(render(result))
})

test('the results are of all libraries, as they are called, in the versions that are pinned and installed', () => {
  expect(result.libraries.map(({ name, call }) => ({ name, call }))).toEqual(
    libraries.map(({ name, call }) => ({ name, call })),
  )
  expect(result.stores.map(({ name, library, call }) => ({ name, library, call }))).toEqual(
    stores.map(({ name, library, call }) => ({ name, library, call })),
  )
  const surveyed = [...result.libraries, ...result.stores.map((store) => ({ ...store, name: store.library }))]
  for (const { name, version } of surveyed) {
    const installed = JSON.parse(read(`node_modules/${name}/package.json`)) as { version: string }
    expect([pinnedVersion(name), installed.version], name).toEqual([version, version])
  }
})

/** Opt-in, or asked of other specifications than a register. */
const notAsked: ReadonlySet<OracleName> = new Set(['issue-order', 'calls-succeed', 'linearizable'] as const)
const asked = oracleNames.filter((name) => !notAsked.has(name)).toSorted()

test('every condition was tried, and what it has violated has a counterexample', () => {
  for (const { name, exhaustive, sampled, struck, smallest } of result.libraries) {
    const tried = struck.map(({ condition }) => condition)
    expect(tried, name).toEqual([
      ...conditions.map((condition) => condition.name),
      ...persistenceNames.map(powerLossUnder),
    ])
    const verdicts = [exhaustive, sampled, ...struck].map(({ oracles }) => oracles)
    for (const oracles of verdicts) expect(Object.keys(oracles).toSorted(), name).toEqual(asked)
    const violated = oracleNames.filter((oracle) =>
      verdicts.some((oracles) => oracles[oracle] === 'violated'),
    )
    expect(smallest.map(({ oracle }) => oracle).toSorted(), name).toEqual(violated.toSorted())
    for (const { condition, oracles, counterexample, problems } of struck) {
      expect(counterexample !== null, `${name} ${condition}`).toBe(
        Object.values(oracles).includes('violated'),
      )
      expect(problems).toEqual([])
    }
  }
})

test('what a store has violated has a counterexample, and a store that holds was searched completely', () => {
  for (const { name, exhaustive, sampled, killed, smallest } of result.stores) {
    const all = [exhaustive, sampled, killed]
    const violated = storeOracles.filter((oracle) =>
      all.some(({ oracles }) => oracles[oracle] === 'violated'),
    )
    expect(smallest.map(({ oracle }) => oracle).toSorted(), name).toEqual(violated.toSorted())
    expect(all.flatMap(({ problems }) => problems)).toEqual([])
    if (violated.length === 0) expect(exhaustive.states, name).toBeGreaterThan(0)
    // Nothing is left out of the page.
    const others = Object.entries(exhaustive.oracles).filter(
      ([oracle]) => !storeOracles.some((each) => each === oracle),
    )
    expect(others.filter(([, verdict]) => verdict !== 'not-checked')).toEqual([])
  }
})

test('every replay file is there, fits its target, and none is left over', () => {
  const folder = path.join(root, 'docs/survey')
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => fs.statSync(path.join(folder, file)).isFile() && file !== 'results.json')
  expect(files.toSorted()).toEqual([...new Set(saved.map(({ replayFile }) => replayFile))].toSorted())
  const targets = [...libraries, ...stores].map(({ name }) => targetOf(name))
  for (const file of files) {
    const { target, sourceChanged } = loadReplayFile(path.join(root, 'docs/survey', file))
    expect(targets).toContain(target)
    expect(sourceChanged, file).toBe(false)
  }
})

test('a saved lost update is seen again', async () => {
  const { smallest } = result.stores.find(({ name }) => name === 'stores/conf')!
  const { replayFile } = smallest.find(({ oracle }) => oracle === 'linearizable')!
  const file = path.join(root, 'docs/survey', replayFile)
  expect(await replay(file, { times: 1 })).toMatchObject({ times: 1, of: 1 })
})

test.each([
  ['write-file-atomic', 'short write'],
  ['steno', 'nothing'],
])('a saved violation of %s is seen again, struck by %s', async (name, struck) => {
  const { smallest, struck: rows } = result.libraries.find((library) => library.name === name)!
  const row = rows.find(({ condition }) => condition === struck)
  const { replayFile } = row ? row.counterexample! : smallest.find(({ faults }) => faults.length === 0)!
  expect(await replay(path.join(root, 'docs/survey', replayFile), { times: 1 })).toMatchObject({
    times: 1,
    of: 1,
  })
})

test('a full disk leaves a part of a document where an injected short write says so, and nowhere else', () => {
  const { libraries: surveyed, fullDisk } = result
  expect(fullDisk.map(({ name }) => name)).toEqual(surveyed.map(({ name }) => name))
  const cutOff = fullDisk.filter(({ holds }) => holds !== 'own' && holds !== 'earlier')
  const accused = surveyed.filter(
    ({ struck }) =>
      struck.find(({ condition }) => condition === 'short write')?.oracles['no-silent-loss'] === 'violated',
  )
  expect(cutOff.map(({ name }) => name)).toEqual(accused.map(({ name }) => name))
})

const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0

test.runIf(canMount)('what comes of a full disk comes of it again', async () => {
  const some = result.fullDisk.slice(0, 3)
  expect(await onFullDisks(some.map(({ name }) => name))).toEqual(some)
})

test('whatever came of a fault has a cause, and its lines stand where they are said to', () => {
  for (const { name, struck } of result.libraries)
    for (const { condition, executions } of struck)
      expect(causeOf(name, condition) !== undefined, `${name} ${condition}`).toBe(executions > 0)
  for (const { place, code } of [...causeLines, ...stores.flatMap(({ at }) => at)]) {
    const [, file = '', line = ''] = /^(.*):(\d+)$/.exec(place) ?? []
    const text = read(file.startsWith('scripts/') ? file : `node_modules/${file}`)
    expect(text.split('\n')[Number(line) - 1], place).toContain(code)
  }
})

test('each library is pinned to one version, and none is a dependency of the package', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
  for (const name of [...libraries.map((each) => each.name), ...stores.map(({ library }) => library)]) {
    expect(pinnedVersion(name), name).toMatch(/^\d+\.\d+\.\d+$/)
    expect(Object.keys(dependencies)).not.toContain(name)
  }
})
