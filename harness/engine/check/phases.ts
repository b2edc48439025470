import type { Result } from '../../model/result.ts'
import { faultNames, type RunHooks, type Settings } from '../../model/settings.ts'
import { explore } from '../explore/explore.ts'
import { race } from '../race/race.ts'

export interface Phase {
  /** What is not checked where it does not take place. */
  readonly name: string
  /** Its part of the time that is left when it begins, from 0 to 1. What it does not need is left to the next. */
  readonly part: number
  readonly run: (target: string, settings: Settings, hooks: RunHooks) => Promise<Result>
  readonly settingsOf: (settings: Settings) => Settings
  readonly isWanted?: (settings: Settings) => boolean
}

/** The order of work: what proves most goes first, and what needs luck last. */
export const phases: readonly Phase[] = [
  {
    name: 'interleavings',
    part: 0.6,
    run: explore,
    settingsOf: (settings) => ({ ...settings, faults: [] }),
  },
  {
    name: 'faults',
    part: 0.6,
    run: explore,
    settingsOf: (settings) => ({
      ...settings,
      faults: settings.faults ?? faultNames,
    }),
    isWanted: ({ faults }) => faults === null || faults.length > 0,
  },
  { name: 'free-running race', part: 1, run: race, settingsOf: (settings) => ({ ...settings, faults: [] }) },
]
