import { injectedErrors, persistenceNames, type PersistenceName } from './fault.ts'
import type { OracleName } from './verdict.ts'

export const strategyNames = ['portfolio', 'exhaustive', 'random', 'pct', 'pos'] as const
export type StrategyName = (typeof strategyNames)[number]

/** What runs the tests that `regress` writes. */
export const runnerNames = ['vitest', 'jest', 'node', 'bun', 'shell'] as const
export type RunnerName = (typeof runnerNames)[number]

/** By what means steps are held: the functions of a Node writer, or the files that any program asks for. */
export const controlNames = ['auto', 'interposed', 'served'] as const
export type ControlName = (typeof controlNames)[number]

/** Every kind of fault. */
export const faultNames = ['kill', 'errno', 'short-write', 'power-loss', 'stall'] as const
export type FaultKindName = (typeof faultNames)[number]
const lossesByModel = persistenceNames.map((model) => `power-loss:${model}` as const)
const errorsByCode = injectedErrors.map((code) => `errno:${code}` as const)
/** What may be asked for: kinds, errors by their codes, and power losses under one model alone. */
export const askableFaults = [...faultNames, ...lossesByModel, ...errorsByCode] as const
export type FaultName = (typeof askableFaults)[number]

/** The models under which power is to be lost; none where it is not. */
export function modelsOf(faults: readonly FaultName[]): PersistenceName[] {
  return persistenceNames.filter(
    (model) => faults.includes('power-loss') || faults.includes(`power-loss:${model}`),
  )
}

/** Of `power-loss:ext4`, that is `power-loss`. */
export function kindOf(name: string): FaultKindName {
  return name.split(':')[0] as FaultKindName
}

/** The errors that were asked for by their codes; null where it is all of them, or none. */
export function codesOf(faults: readonly FaultName[]): string[] | null {
  const codes = faults.flatMap((name) => (name.startsWith('errno:') ? [name.slice('errno:'.length)] : []))
  return codes.length === 0 || faults.includes('errno') ? null : codes
}

/**
 * Whether a fault is a step like others, that has to do with what it would have had to do with: errors and short writes
 * are. A kill may strike at any step, and what a power loss leaves depends on the order of all.
 */
export function isOfOneStep(name: FaultName): boolean {
  return ['errno', 'short-write'].includes(kindOf(name))
}

export function isPowerLoss(name: FaultName): boolean {
  return modelsOf([name]).length > 0
}

/** Whether several of these faults may strike one execution of a search. A power loss strikes alone. */
export function mayStrikeTogether(faults: readonly FaultName[]): boolean {
  return faults.length > 0 && !faults.some(isPowerLoss)
}

/** What a run is asked to do, complete and checked. Absent sizes are generated. */
export interface Settings {
  readonly writers?: number | undefined
  readonly calls?: number | undefined
  readonly sessions?: number | undefined
  readonly readers?: number | undefined
  readonly seed: number
  readonly executions?: number | undefined
  readonly maxTimeMillis: number
  readonly strategy: StrategyName
  /** Null: the command's default. */
  readonly faults: readonly FaultName[] | null
  /** A search lets up to so many faults strike one execution; absent: one, and two of small sizes once larger ones were searched. */
  readonly faultsAtOnce?: number | undefined
  /** Null: the target's. */
  readonly oracle: readonly OracleName[] | null
  readonly control: ControlName
  readonly samePid: boolean
  readonly isolate: boolean
  /** Search without carrying out what can be foretold. */
  readonly predict: boolean
  /** A check that has looked at little is inconclusive. */
  readonly strict: boolean
  /** Stop after so many distinct violations; 0 = never. */
  readonly bail: number
  /** How often a saved violation is carried out again. */
  readonly times: number
  readonly outputDir: string
  readonly dir?: string | undefined
  readonly shard: { readonly index: number; readonly count: number }
  readonly runtime: string
}

/** How a run tells how far it is, and is told to stop. */
export interface RunHooks {
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Signatures of violations that are known already: seen again, they are not pursued. */
  readonly known?: readonly string[] | undefined
}

export interface Progress {
  /** Rounds of a race, or executions explored. */
  readonly executions: number
  readonly elapsedMillis: number
  readonly leftMillis: number
  readonly violations: number
  /** What the run is at, for example `shrinking`. */
  readonly phase: string
  /** Share of rounds that overlapped, where that means anything. */
  readonly overlap?: number
}
