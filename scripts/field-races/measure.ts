import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { check } from '../../harness/engine/check/check.ts'
import { explore } from '../../harness/engine/explore/explore.ts'
import { race } from '../../harness/engine/race/race.ts'
import type { Result } from '../../harness/model/result.ts'
import type { Progress, RunHooks } from '../../harness/model/settings.ts'
import { loaderFlags } from '../../harness/processes/loader-flags.ts'
import type { RunOptions } from '../../harness/settings/schema.ts'
import { checkOptions } from '../../harness/settings/settings.ts'

/** By name, in the order of the table. */
export const methods = [
  'plain loop',
  'race',
  'portfolio',
  'exhaustive',
  'random',
  'pct',
  'pos',
  'check',
] as const
export type Method = (typeof methods)[number]

/** What one run came to. */
export interface Found {
  /** Executions up to the first failure; null where there was none within the budget. */
  readonly executions: number | null
  /** From the start of the run to the first failure. */
  readonly seconds: number
  /** Of replays of what was found, how many showed it; of a plain loop, of its rounds. Null where that cannot be told. */
  readonly reproduced: number | null
  /** Of a plain loop, all that it came to. */
  readonly rounds?: number
}

export interface Budget {
  readonly maxMillis: number
  /** Of a plain loop. */
  readonly mostRounds: number
}

/** What share of its rounds fails is known by then. */
const enoughFailures = 30

const plainLoop = fileURLToPath(new URL('plain-loop.js', import.meta.url))

/** One run of one method. */
export async function measure(method: Method, target: string, seed: number, budget: Budget): Promise<Found> {
  return method === 'plain loop'
    ? loopPlainly(target, budget)
    : foundIn(await runOf(method, target, { seed, maxTime: budget.maxMillis }))
}

/**
 * How many of so many executions show a defect, where each step is drawn at random: what others call the reproduction
 * ratio.
 */
export async function shareAtRandom(target: string, seed: number, executions: number): Promise<number> {
  const result = await runOf('random', target, { seed, executions, bail: 0, maxTime: '60s' })
  const shown = Math.max(0, ...Object.values(result.seen ?? {}))
  return result.executions === 0 ? 0 : shown / result.executions
}

/** What is right may not be accused by the check that finds its broken version; null where it is not. */
export async function accusation(target: string, budget: Budget): Promise<string | null> {
  const result = await runOf('check', target, { seed: 1, maxTime: budget.maxMillis })
  return result.violations[0]?.message ?? null
}

/** A target is given no faults: what is measured is interleavings. */
async function runOf(
  method: Exclude<Method, 'plain loop'>,
  target: string,
  options: RunOptions,
): Promise<Result> {
  const outputDir = fs.mkdtempSync(path.join(os.tmpdir(), 'field-races-'))
  try {
    const strategy = method === 'race' || method === 'check' ? 'portfolio' : method
    const { settings } = checkOptions({ ...options, strategy, faults: ['none'], outputDir })
    const hooks = options.bail === 0 ? {} : untilFound()
    if (method === 'check') return await check(target, settings, hooks)
    if (method === 'race') return await race(target, settings, hooks)
    return await explore(target, settings, hooks, { mostShrinkMillis: leastMillis })
  } finally {
    fs.rmSync(outputDir, { recursive: true, force: true })
  }
}

const leastMillis = 1
const whenFound = new Set(['shrinking', 'confirming', 'seeking under control'])

/** Ends a run once it has found something: to make that smaller is not measured, and takes longer than to find it. */
function untilFound(): RunHooks {
  const stop = new AbortController()
  const onProgress = ({ phase }: Progress) => {
    if (whenFound.has(phase)) stop.abort()
  }
  return { signal: stop.signal, onProgress }
}

function foundIn({ firstViolation, violations }: Result): Found {
  const { times, of } = violations[0]?.reproduced ?? { times: 0, of: 0 }
  return {
    executions: firstViolation?.execution ?? null,
    seconds: (firstViolation?.elapsedMs ?? 0) / 1000,
    reproduced: of === 0 ? null : times / of,
  }
}

async function loopPlainly(target: string, { maxMillis, mostRounds }: Budget): Promise<Found> {
  const flags = loaderFlags(process.execPath, target)
  const limits = [mostRounds, maxMillis, enoughFailures].map(String)
  const { stdout } = await execa(process.execPath, [...flags, plainLoop, target, ...limits])
  const { rounds, failures, first, firstMillis } = JSON.parse(stdout) as {
    rounds: number
    failures: number
    first: number
    firstMillis: number
  }
  return {
    executions: failures === 0 ? null : first,
    seconds: firstMillis / 1000,
    reproduced: failures / rounds,
    rounds,
  }
}
