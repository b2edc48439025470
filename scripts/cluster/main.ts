/**
 * Deals a search out to shards by what people have for that, kills a shard that is at work, and compares the merged result
 * with that of one machine: `npm run cluster -- [--engine=NAME] [--shards=N]`, where NAME is parallel or slurm; with
 * `--page`, docs/scale.md is written. Exits with 1 where they differ, or an engine is not there.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import type { Result } from '../../harness/model/result.ts'
import { chosenOf, numberOf, optionsOf } from '../arguments.ts'
import { differences } from './compare.ts'
import type { Engine, Running } from './engine.ts'
import { killHalfWay } from './kill-half-way.ts'
import { page, renderPage, type Row } from './page.ts'
import { parallel } from './parallel.ts'
import { slurm } from './slurm.ts'

const engines = [parallel, slurm]
const values = optionsOf({
  engine: { type: 'string', multiple: true, default: [] },
  shards: { type: 'string', multiple: true, default: ['1', '2', '4'] },
  page: { type: 'boolean', default: false },
})
const sizes = values.shards.map((text) => numberOf('--shards', text))
const chosen = chosenOf(
  values.engine,
  engines.map(({ name }) => name),
)

const root = path.resolve(import.meta.dirname, '../../..')
/** Several defects, two spaces, and some seconds of work. Without predictions, executions can be counted. */
const target = path.join(root, 'test/known-bad/in-place.ts')
const search = [
  '--strategy=exhaustive',
  '--writers=2',
  '--calls=1',
  '--faults=none',
  '--no-predict',
  '--bail=0',
  '--seed=1',
  '--max-time=10m',
]

const rows: Row[] = []
const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'onewriter-cluster-')))
try {
  const started = performance.now()
  const whole = await onOneMachine(project('whole'))
  keep({
    engine: 'none',
    shards: 1,
    isKilled: false,
    seconds: (performance.now() - started) / 1000,
    result: whole,
    wrong: [],
  })
  for (const engine of engines.filter(({ name }) => chosen.includes(name))) await tryOn(engine, whole)
  if (values.page) fs.writeFileSync(page, renderPage(rows, os.availableParallelism()))
} finally {
  fs.rmSync(scratch, { recursive: true, force: true })
}

/** An empty project in which onewriter is installed. */
function project(name: string): string {
  const dir = path.join(scratch, name)
  fs.mkdirSync(path.join(dir, 'node_modules/.bin'), { recursive: true })
  fs.writeFileSync(path.join(dir, 'package.json'), '{ "private": true }')
  fs.symlinkSync(root, path.join(dir, 'node_modules/onewriter'))
  fs.symlinkSync(path.join(root, 'dist/harness/cli.bundle.js'), path.join(dir, 'node_modules/.bin/onewriter'))
  return dir
}

async function onOneMachine(cwd: string): Promise<Result> {
  await execa(
    'npx',
    ['--no-install', 'onewriter', 'explore', target, ...search, '--reporter=json:whole.json'],
    { cwd, reject: false },
  )
  return resultIn(path.join(cwd, 'whole.json'))
}

async function tryOn(engine: Engine, whole: Result): Promise<void> {
  const missing = Object.entries(engine.needs).find(([program]) => spawnSync('which', [program]).status !== 0)
  if (missing) {
    console.log(`${engine.name}: not tried, since there is no ${missing[0]} (Debian: ${missing[1]})`)
    process.exitCode = 1
    return
  }
  const own = path.join(scratch, `${engine.name}-own`)
  fs.mkdirSync(own)
  const running = await engine.start(own)
  try {
    for (const shards of sizes) await compare(engine.name, running, { whole, shards, isKilled: false })
    await compare(engine.name, running, { whole, shards: Math.max(...sizes), isKilled: true })
  } finally {
    await running.stop()
  }
}

interface Comparison {
  readonly whole: Result
  readonly shards: number
  readonly isKilled: boolean
}

async function compare(
  engine: string,
  running: Running,
  { whole, shards, isKilled }: Comparison,
): Promise<void> {
  const dir = project(`${engine}-${shards}-${isKilled}`)
  const over = new AbortController()
  const killing = isKilled ? killHalfWay(dir, 1, over.signal) : null
  killing?.catch(() => {})
  const started = performance.now()
  await running.run(dir, shards, [target, ...search])
  const seconds = (performance.now() - started) / 1000
  over.abort()
  await killing
  const result = resultIn(path.join(dir, 'merged.json'))
  keep({ engine, shards, isKilled, seconds, result, wrong: differences(whole, result) })
}

function keep(row: Row): void {
  const { engine, shards, isKilled, seconds, result, wrong } = row
  const { verdict, executions, violations, exhausted } = result
  const how = `${engine}, ${shards} shards${isKilled ? ', one of them killed' : ''}`
  console.log(
    `${how}: ${verdict}, ${executions} executions, ${violations.length} violations, ${exhausted.length} spaces exhausted, after ${seconds.toFixed(1)} s`,
  )
  for (const line of wrong) console.log(`  ✗ ${line}`)
  if (wrong.length > 0) process.exitCode = 1
  rows.push(row)
}

function resultIn(file: string): Result {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Result
}
