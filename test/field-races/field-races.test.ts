import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { fileWriter } from 'onewriter'
import { expect, test } from 'vitest'
import type { Target } from '../../harness/model/target.ts'
import { Kept } from '../../scripts/field-races/kept.ts'
import { methods, type Found } from '../../scripts/field-races/measure.ts'
import { renderPage, type Measured } from '../../scripts/field-races/page.ts'
import { playRound } from '../../scripts/field-races/plain-round.ts'
import { races } from '../../scripts/field-races/races.ts'
import { medianOf } from '../../scripts/field-races/statistics.ts'
import { root } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const dir = scratchDirectory('field-races')
const load = async (file: string) => {
  const { default: target } = (await import(pathToFileURL(path.join(root, 'test', file)).href)) as {
    default: Target
  }
  return target
}
let rounds = 0
const play = async (target: Target) => {
  rounds += 1
  const round = path.join(dir, `round-${rounds}`)
  fs.mkdirSync(round)
  return playRound(target, round)
}

test('there are two dozen defects, each once', () => {
  expect(new Set(races.map(({ broken }) => broken)).size).toBe(races.length)
  expect(races.length).toBeGreaterThanOrEqual(24)
})

test.each(races)(
  '$name: the broken version says whose it is, and a round goes well with the right one',
  async (race) => {
    const [report] = /[\w.-]+\/[\w.-]+#\d+/.exec(race.report) ?? /\w+ of NACD/.exec(race.report) ?? []
    expect(fs.readFileSync(path.join(root, 'test', race.broken), 'utf8').replaceAll('\n * ', ' ')).toContain(
      report,
    )
    const [broken, right] = await Promise.all([load(race.broken), load(race.right)])
    expect(typeof broken.open).toBe('function')
    expect(await play(right)).toBeNull()
  },
)

test.each([
  ['never saves', fileWriter(() => {}), 'no order of the calls explains the end'],
  [
    'saves something else',
    fileWriter((file) => fs.writeFileSync(file, '{}')),
    'no order of the calls explains the end',
  ],
  [
    'is rejected',
    fileWriter(() => Promise.reject(new Error('no')), { oracles: ['calls-succeed'] }),
    'a call was rejected',
  ],
  [
    'is torn for a while',
    fileWriter(async (file, text) => {
      fs.writeFileSync(file, text.slice(1))
      await new Promise((resolve) => setTimeout(resolve, 20))
      fs.writeFileSync(file, text)
    }),
    'a reader could not read it',
  ],
])('the plain loop notices what %s', async (_what, target, says) => {
  expect(await play(target)).toBe(says)
})

const found = (...executions: (number | null)[]): Found[] =>
  executions.map((each) => ({
    executions: each,
    seconds: (each ?? 0) / 10,
    reproduced: each === null ? null : 0.5,
  }))
const row = (name: string, figures: Partial<Record<(typeof methods)[number], Found[]>>): Measured => ({
  race: { name, report: 'a/b#1', language: 'Node', broken: '', right: '' },
  found: {
    ...(Object.fromEntries(methods.map((method) => [method, found(null, null)])) as Measured['found']),
    ...figures,
  },
  shares: [],
  accused: null,
})
const loop = (executions: number | null, ofRounds: number): Found => ({
  ...found(executions)[0]!,
  reproduced: (executions === null ? 0 : 1) / ofRounds,
  rounds: ofRounds,
})

test('a page says how soon each way finds a defect, and why not sooner', () => {
  const early = row('early', { 'plain loop': [loop(3, 4), loop(5, 8)], check: found(1, 2) })
  const late = row('late', {
    'plain loop': [loop(null, 2000), loop(900, 1000)],
    portfolio: found(10, 12),
    check: found(9, null),
  })
  const never = row('never', {
    'plain loop': [loop(null, 100), loop(null, 100)],
    check: found(null, 4, null),
  })
  const other: Measured = {
    ...row('other', {
      'plain loop': [loop(null, 5), loop(5, 5)],
      portfolio: found(1, 1),
      check: found(1, 1),
    }),
    shares: [0.2, 0.4],
    accused: 'something',
  }
  const published = { ...other, race: { ...other.race, published: { nodeRacer: 0.5, nacd: 0.25 } } }
  const page = renderPage([early, late, never, published], { seeds: 2, maxSeconds: 20, cores: 2 })
  expect(
    page
      .split('\n')
      .filter((line) => /^(\||- `|\d|The right)/.test(line))
      .slice(2),
  ).toEqual([
    '| `early` | a/b#1 | Node | 4 (0.4 s) | – | – | – | – | – | – | 2 (0.2 s) | 50 % | 2.7 × |',
    '| `late` | a/b#1 | Node | 900 (90.0 s, 1 of 2) | – | 11 (1.1 s) | – | – | – | – | 9 (0.9 s, 1 of 2) | 50 % | 273 × |',
    '| `never` | a/b#1 | Node | – | – | – | – | – | – | – | 4 (0.4 s, 1 of 3) | 50 % | – |',
    '| `other` | a/b#1 | Node | 5 (0.5 s, 1 of 2) | – | 1 (0.1 s) | – | – | – | – | 1 (0.1 s) | 50 % | 10 × |',
    '1 of 4 are found at least 20 times sooner. The others:',
    '- `early`: a plain loop shows it in round 4, so nothing can be 20 times sooner; it takes 2 here.',
    '- `never`: fewer than half of the runs found it within the budget.',
    '- `other`: all plain loops together came to 10 rounds, of which 1 failed; it takes 1 here.',
    'The right versions of these are accused, which is a defect of the harness or of the version: `other`.',
    '| defect | Node.fz | NodeRacer | NACD | plain loop, share of rounds | explore, share of 100 executions drawn at random | explore, share of runs that found it within 20 s | replayed |',
    '|---|---|---|---|---|---|---|---|',
    '| `other` | – | 50 % | 25 % | 10 % | 30 % | 100 % | 50 % |',
    '| mean | – | 50 % | 25 % | 10 % | 30 % | 100 % | 50 % |',
  ])
})

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[1, Infinity], Infinity],
  [[], Infinity],
])('the median of %j is %d', (numbers, median) => {
  expect(medianOf(numbers)).toBe(median)
})

test('what was measured under other conditions is not gone on with', () => {
  const figures = row('one', {})
  new Kept(dir, { maxSeconds: 20, cores: 2 }).save('one', figures)
  expect(new Kept(dir, { maxSeconds: 20, cores: 2 }).load('one')).toEqual(figures)
  expect(() => new Kept(dir, { maxSeconds: 5, cores: 2 }).load('one')).toThrow(
    'measured with 20 s, 2 cores, and this is 5 s, 2 cores',
  )
})
