import type { OracleName, OracleVerdict } from '../../harness/model/verdict.ts'
import type { FullDisk } from './full-disk.ts'

export type Verdicts = Readonly<Partial<Record<OracleName, OracleVerdict>>>

/** One saved counterexample. Plain data, as all here: `docs/survey/results.json` holds it. */
export interface Saved {
  readonly oracle: OracleName
  readonly message: string
  readonly writers: number
  readonly calls: number
  /** Whether each writer waits for a call before it makes the next. */
  readonly isAwaited: boolean
  readonly steps: number
  readonly switches: number
  /** What struck, in words; empty where nothing did. */
  readonly faults: readonly string[]
  readonly isMinimal: boolean
  /** Its name in `docs/survey`. */
  readonly replayFile: string
}

/** One run of `explore`, without faults. */
export interface Exploration {
  /** As on the command line. */
  readonly options: string
  readonly executions: number
  /** Of a space that was searched completely, how many states it has. */
  readonly states: number | null
  readonly oracles: Verdicts
  readonly problems: readonly string[]
}

/** What came of one kind of fault at every step of the second of two calls. */
export interface Struck {
  readonly condition: string
  readonly executions: number
  /** What came of it, and at which steps. */
  readonly outcomes: readonly { readonly outcome: string; readonly at: readonly string[] }[]
  readonly problems: readonly string[]
  readonly oracles: Verdicts
  /** Of the most telling oracle. */
  readonly counterexample: Saved | null
}

export interface LibraryResult {
  readonly name: string
  readonly version: string
  readonly call: string
  readonly exhaustive: Exploration
  readonly sampled: Exploration
  readonly struck: readonly Struck[]
  /** Of each violated oracle, the smallest counterexample; one without a fault where there is one. */
  readonly smallest: readonly Saved[]
}

/** A store with several entries, asked with a specification. */
export interface StoreResult {
  readonly name: string
  readonly library: string
  readonly version: string
  readonly call: string
  readonly specification: string
  readonly exhaustive: Exploration
  readonly sampled: Exploration
  /** One writer, which is killed at any step. */
  readonly killed: Exploration
  /** Of each violated oracle, the smallest counterexample. */
  readonly smallest: readonly Saved[]
}

export interface SurveyResult {
  readonly seed: number
  readonly node: string
  /** Some libraries take other steps for the superuser. */
  readonly isRoot: boolean
  readonly libraries: readonly LibraryResult[]
  readonly stores: readonly StoreResult[]
  /** With nothing of the harness about. */
  readonly fullDisk: readonly FullDisk[]
}

/** Every counterexample that a library's results name, or a store's. */
export function savedOf(result: LibraryResult | StoreResult): readonly Saved[] {
  const struck = 'struck' in result ? result.struck : []
  return [...result.smallest, ...struck.flatMap(({ counterexample }) => counterexample ?? [])]
}
