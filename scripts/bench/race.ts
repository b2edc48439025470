import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { defaultLimits } from '../../harness/engine/limits.ts'
import { race } from '../../harness/engine/race/race.ts'
import { checkOptions } from '../../harness/settings/settings.ts'
import { median, millisOf } from './figures.ts'

const writerEntry = createRequire(import.meta.url).resolve('#writer')
const samples = 20
export const benchTarget = path.resolve(import.meta.dirname, '../../../test/targets/temp-and-rename.mjs')

const bareNode = () => spawnSync(process.execPath, ['-e', '0'])

/** From spawn to the reply that the target is loaded. */
function startWriter(): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [writerEntry], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] })
    const channel = child.stdio[3] as unknown as Duplex
    channel.write(`${JSON.stringify({ type: 'load', target: pathToFileURL(benchTarget).href, pid: null })}\n`)
    channel.once('data', () => {
      resolve()
      child.kill('SIGKILL')
    })
  })
}

async function measureStart() {
  const bare: number[] = []
  const writer: number[] = []
  for (let sample = 0; sample < samples; sample += 1) {
    bare.push(await millisOf(bareNode))
    writer.push(await millisOf(startWriter))
  }
  return { bareMillis: median(bare), writerMillis: median(writer), ratio: median(writer) / median(bare) }
}

const racingWriters = 4
const workload = { writers: racingWriters, calls: 1, sessions: 1 }

async function measureRace() {
  const { settings } = checkOptions({ ...workload, readers: 0, seed: 1, executions: 500, maxTime: '30s' })
  return race(benchTarget, settings, {}, defaultLimits)
}

/** A process of its own for one call of the same target. */
function spawnCall(dir: string): Promise<unknown> {
  const program = `
    const { default: target } = await import(${JSON.stringify(pathToFileURL(benchTarget).href)})
    const { calls } = target.open({ dir: process.argv[1], writer: 1 })
    await calls.write({ session: 's1', text: '{}' })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dir], { stdio: 'ignore' })
  return new Promise((resolve) => child.once('close', resolve))
}

/** What a script without a harness does: spawn the writers anew for each round, and wait for them. */
export async function measureSpawning(rounds: number, writers: number): Promise<number> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'))
  const millis = await millisOf(async () => {
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(Array.from({ length: writers }, () => spawnCall(dir)))
    }
  })
  fs.rmSync(dir, { recursive: true })
  return (rounds / millis) * 1000
}

/** Start-up, rounds and overlap of the race. */
export async function benchRace(): Promise<string> {
  const start = await measureStart()
  const { race: figures, elapsedMs } = await measureRace()
  const spawned = await measureSpawning(samples, racingWriters)
  const { rounds, overlappingRounds, startSkewMicros } = figures ?? {
    rounds: 0,
    overlappingRounds: 0,
    startSkewMicros: { p50: 0, p99: 0 },
  }
  const raced = (rounds / elapsedMs) * 1000

  return `start-up    node -e 0 ${start.bareMillis.toFixed(1)} ms, a writer with its target loaded ${start.writerMillis.toFixed(1)} ms: ${start.ratio.toFixed(2)} times
rounds      ${raced.toFixed(0)}/s of ${racingWriters} writers with one call each; ${spawned.toFixed(1)}/s when each round spawns them: ${(raced / spawned).toFixed(0)} times
overlap     ${((100 * overlappingRounds) / rounds).toFixed(1)} % of ${rounds} rounds
start skew  ${startSkewMicros.p50} µs median, ${startSkewMicros.p99} µs at the 99th percentile`
}
