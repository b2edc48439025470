/**
 * Measures how soon each way of testing shows defects that were reported in public, and writes docs/field-races.md:
 * `npm run field-races -- [--seeds=20] [--max-time=20] [--only=NAME] [--kept=DIR]`; `--max-time` is the budget of one run,
 * in seconds. With `--only`, the figures are printed, and no page is written.
 * What has been measured is kept below DIR, seed by seed, and is not measured again: a run that was ended goes on, and the
 * page can be written of fewer seeds. Runs with another `--only` may go side by side, each on a core of its own.
 * Exits with 1 where `check` never finds a broken version, or accuses a right one.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chosenOf, numberOf, optionsOf } from '../arguments.ts'
import { Kept, type Figures } from './kept.ts'
import { accusation, measure, methods, shareAtRandom, type Found } from './measure.ts'
import { page, renderPage, type Measured } from './page.ts'
import { races, type FieldRace } from './races.ts'

const values = optionsOf({
  seeds: { type: 'string', default: '20' },
  'max-time': { type: 'string', default: '20' },
  only: { type: 'string', multiple: true, default: [] },
  kept: { type: 'string', default: 'node_modules/.cache/field-races' },
})
const seeds = numberOf('--seeds', values.seeds)
const maxSeconds = numberOf('--max-time', values['max-time'])
const budget = { maxMillis: 1000 * maxSeconds, loopMillis: 5000, mostRounds: 2000 }
const conditions = { maxSeconds, cores: os.availableParallelism() }
const chosen = chosenOf(
  values.only,
  races.map(({ name }) => name),
)
const tests = path.resolve(import.meta.dirname, '../../../test')
/** For so many seeds: each is a hundred executions. */
const seedsOfShare = 5

const kept = new Kept(values.kept, conditions)
const among = races.filter(({ name }) => chosen.includes(name))
for (let seed = 1; seed <= seeds; seed += 1) for (const race of among) await measureSeed(race, seed)
const measured: Measured[] = []
for (const race of among) measured.push(await ended(race))
if (values.only.length === 0) {
  fs.writeFileSync(page, renderPage(measured, { seeds, ...conditions }))
  console.log(`wrote ${page}`)
}

async function measureSeed(race: FieldRace, seed: number): Promise<void> {
  const figures = kept.load(race.name) ?? nothing()
  if (figures.found.check.length >= seed) return
  const broken = path.join(tests, race.broken)
  const found = await measure(broken, seed, budget)
  for (const method of methods) figures.found[method].push(found[method])
  if (race.published && seed <= seedsOfShare) figures.shares.push(await shareAtRandom(broken, seed, budget))
  kept.save(race.name, figures)
  console.log(
    `${race.name}, seed ${seed}: ${methods.map((each) => `${each} ${shown(figures.found[each].at(-1)!)}`).join('; ')}`,
  )
}

/** What was measured for so many seeds, and what is said of the right version. */
async function ended(race: FieldRace): Promise<Measured> {
  const figures = kept.load(race.name) ?? nothing()
  if (figures.accused === undefined) figures.accused = await accusation(path.join(tests, race.right), budget)
  kept.save(race.name, figures)
  const isFound = figures.found.check.some(({ executions }) => executions !== null)
  if (figures.accused !== null)
    console.log(`✗ ${race.name}: the right version is accused: ${figures.accused}`)
  if (!isFound) console.log(`✗ ${race.name}: check did not find it`)
  if (figures.accused !== null || !isFound) process.exitCode = 1
  const found = Object.fromEntries(methods.map((method) => [method, figures.found[method].slice(0, seeds)]))
  return {
    race,
    found: found as Measured['found'],
    shares: figures.shares.slice(0, seeds),
    accused: figures.accused ?? null,
  }
}

function nothing(): Figures {
  return {
    found: Object.fromEntries(
      methods.map((method) => [method, [] as Found[]]),
    ) as unknown as Figures['found'],
    shares: [],
  }
}

function shown({ executions, seconds }: Found): string {
  return executions === null ? '-' : `${executions} (${seconds.toFixed(1)} s)`
}
