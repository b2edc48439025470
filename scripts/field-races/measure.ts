import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { check } from '../../harness/engine/check/check.ts'
import { race } from '../../harness/engine/race/race.ts'
import type { Result } from '../../harness/model/result.ts'
import { strategyNames, type Progress, type RunHooks, type Settings } from '../../harness/model/settings.ts'
import { loaderFlags } from '../../harness/processes/loader-flags.ts'
import { checkOptions } from '../../harness/settings/settings.ts'
import { Searches } from './search.ts'

/** By name, in the order of the table. */
export const methods = ['plain loop', 'race', ...strategyNames, 'check'] as const
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
  readonly loopMillis: number
  readonly mostRounds: number
}

/** What share of its rounds fails is known by then. */
const enoughFailures = 30
/** As those who published the others' ratios did it. */
const runsOfShare = 100

/** Nobody looks at what is saved there. */
const outputDir = path.join(os.tmpdir(), `field-races-${process.pid}`)
process.once('exit', () => fs.rmSync(outputDir, { recursive: true, force: true }))

const plainLoop = fileURLToPath(new URL('plain-loop.js', import.meta.url))

/** One run of each method. */
export async function measure(target: string, seed: number, budget: Budget): Promise<Record<Method, Found>> {
  const settings = settingsFor(seed, budget)
  const searches = await Searches.open(target, settings)
  try {
    const found: Partial<Record<Method, Found>> = {}
    for (const strategy of strategyNames) {
      const { violation } = await searches.search({ ...settings, strategy })
      found[strategy] = foundBy(violation && { ...violation, elapsedMs: violation.elapsedMillis })
    }
    const explored = found as Record<(typeof strategyNames)[number], Found>
    const raced = await race(target, settings, untilFound())
    const checked = await check(target, settings, untilFound())
    return {
      'plain loop': await loopPlainly(target, budget),
      race: foundIn(raced),
      ...explored,
      check: foundIn(checked),
    }
  } finally {
    await searches.close()
  }
}

/**
 * How many of a hundred executions show a defect, where each step is drawn at random: what others call the reproduction
 * ratio. Where it shows in several ways, the most frequent counts.
 */
export async function shareAtRandom(target: string, seed: number, budget: Budget): Promise<number> {
  const settings = settingsFor(seed, budget)
  const searches = await Searches.open(target, settings)
  try {
    const { explored } = await searches.search({
      ...settings,
      strategy: 'random',
      executions: runsOfShare,
      bail: 0,
    })
    const shown = Math.max(0, ...Object.values(explored?.seen ?? {}))
    return explored ? shown / explored.executions : 0
  } finally {
    await searches.close()
  }
}

/** What is right may not be accused by the check that finds its broken version; null where it is not. */
export async function accusation(target: string, budget: Budget): Promise<string | null> {
  const result = await check(target, settingsFor(1, budget), untilFound())
  return result.violations[0]?.message ?? null
}

/** A target is given no faults: what is measured is interleavings. */
function settingsFor(seed: number, { maxMillis: maxTime }: Budget): Settings {
  return checkOptions({ seed, maxTime, faults: ['none'], outputDir }).settings
}

/** Ends a run once it has found something: to make that smaller is not measured, and takes longer than to find it. */
function untilFound(): RunHooks {
  const stop = new AbortController()
  const onProgress = ({ phase }: Progress) => {
    if (whenFound.has(phase)) stop.abort()
  }
  return { signal: stop.signal, onProgress }
}

const whenFound = new Set(['shrinking', 'confirming', 'seeking under control'])

function foundIn({ firstViolation, violations }: Result): Found {
  // What only a race has shown has no schedule to replay.
  const replayed = violations.find(({ replayFile }) => replayFile !== null)
  return foundBy(firstViolation && { ...firstViolation, reproduced: replayed?.reproduced })
}

interface First {
  readonly execution: number
  readonly elapsedMs: number
  readonly reproduced?: { readonly times: number; readonly of: number } | undefined
}

function foundBy(first: First | null): Found {
  if (!first) return { executions: null, seconds: 0, reproduced: null }
  const { execution, elapsedMs, reproduced = { times: 0, of: 0 } } = first
  const { times, of } = reproduced
  return { executions: execution, seconds: elapsedMs / 1000, reproduced: of === 0 ? null : times / of }
}

async function loopPlainly(target: string, { loopMillis, mostRounds }: Budget): Promise<Found> {
  const flags = loaderFlags(process.execPath, target)
  const limits = [mostRounds, loopMillis, enoughFailures].map(String)
  const { stdout } = await execa(process.execPath, [...flags, plainLoop, target, ...limits])
  const { rounds, failures, first, firstMillis } = JSON.parse(stdout) as {
    rounds: number
    failures: number
    first: number
    firstMillis: number
  }
  const executions = failures === 0 ? null : first
  return { executions, seconds: firstMillis / 1000, reproduced: failures / rounds, rounds }
}
