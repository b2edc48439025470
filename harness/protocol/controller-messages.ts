import type { KnownDirectory } from '../guarded/identity.ts'
import type { Counterexample } from '../model/counterexample.ts'
import type { FaultCounts } from '../model/fault-counts.ts'
import type { Phase } from '../model/phase.ts'
import type { Exhausted, Predicted, Problem, Rejections, ShrinkBound } from '../model/result.ts'
import type { Settings } from '../model/settings.ts'
import type { TargetFacts } from '../model/target.ts'
import type { OracleName, OracleVerdict } from '../model/verdict.ts'
import type { Workload } from '../model/workload.ts'

type Space = Pick<Exhausted, 'writers' | 'calls' | 'sessions' | 'unawaited' | 'loads' | 'faultsAtOnce'>

/** A violation that a race has found: seen in one workload, and told by its signature. */
export interface Sought {
  readonly workload: Workload
  readonly signature: string
}

/** What a controller is to do; the first message to it. SIGTERM asks for an early end. */
export type Order = ExploreOrder | ReplayOrder

/** What a controller that rests waits for. The end of its channel asks for its end. */
export interface GoOn {
  readonly type: 'go-on'
  /** Since the run began. */
  readonly untilMillis: number
}

interface AnyOrder {
  /** `file:` URL of the target module. */
  readonly target: string
  readonly facts: TargetFacts
  readonly oracles: readonly OracleName[]
  /** Everything of the run is in it. */
  readonly root: KnownDirectory
  /** Of a directory in it, which this controller makes for itself. */
  readonly name: string
  readonly compileCacheDir: KnownDirectory
  readonly runtime: string
}

export interface ExploreOrder extends AnyOrder {
  readonly type: 'explore'
  readonly settings: Settings
  /** What is explored in turn, each with the faults that may strike there. */
  readonly phases: readonly Phase[]
  /** Since the run began: when to rest, and wait for more. */
  readonly untilMillis: number
  /** Signatures of violations that are not to be pursued. */
  readonly known: readonly string[]
  /** What alone is to be pursued, in this one workload; absent where everything is, in all. */
  readonly sought?: Sought
  /** How long each counterexample may be made smaller, where that is not as usual. */
  readonly mostShrinkMillis?: number | undefined
  /** When the run began, in milliseconds since 1970: the one clock that both processes read alike. */
  readonly startedAtMillis: number
  /** Of an exhaustive search: what writers take for random follows from it. */
  readonly searchSeed: number
  /** By space, the workloads that need no search any more. */
  readonly searched: readonly { readonly space: Space; readonly workload: number }[]
  /** This controller explores the executions whose number is `index` modulo `of`. */
  readonly share: { readonly index: number; readonly of: number }
}

export interface ReplayOrder extends AnyOrder {
  readonly type: 'replay'
  readonly counterexample: Counterexample
  readonly times: number
}

/** The search of a workload that has not come to its end. */
export interface Begun {
  readonly space: Space
  /** How many workloads the space has. */
  readonly of: number
  readonly faults: readonly string[]
  readonly executions: number
  /** Foretold beside those; absent where none was. */
  readonly predicted?: number
  readonly states: number
  /** Choices that are known to be left. */
  readonly untried: number
  /** All of it was searched, and the system kept something waiting: it is no certificate. */
  readonly keptWaiting?: true
  /** It was given up, since its states fit into memory no longer. */
  readonly outOfMemory?: true
}

/** What a controller tells while it works. */
export type News =
  /** A process was started, and must end with the harness. */
  | { readonly type: 'spawned'; readonly pid: number; readonly label: string }
  | { readonly type: 'ended'; readonly pid: number }
  /** It is alive; told several times a second. */
  | { readonly type: 'progress'; readonly executions: number; readonly steps: number; readonly phase: string }
  | {
      readonly type: 'violation'
      readonly counterexample: Counterexample
      readonly execution: number
      readonly elapsedMillis: number
      readonly reproduced: { readonly times: number; readonly of: number }
      readonly minimal: boolean
      readonly bound: ShrinkBound | null
      readonly shrinkMillis: number
      readonly signature: string
    }
  | { readonly type: 'problem'; readonly problem: Problem }
  | { readonly type: 'escapes'; readonly escapes: readonly string[] }
  /** From now on, each execution has processes of its own, since one came out differently in those of before. */
  | { readonly type: 'fresh-processes'; readonly why: string }
  /** An execution of programs, which are started anew each time, came out differently. From now on, none is foretold. */
  | { readonly type: 'not-repeated'; readonly why: string }
  /** One of a space's workloads was searched completely. */
  | {
      readonly type: 'exhausted'
      readonly space: Space
      /** Counts the space's workloads from 0. */
      readonly workload: number
      /** How many there are. */
      readonly of: number
      /** The kinds of which one has struck at every step, too. */
      readonly faults: readonly string[]
      readonly executions: number
      /** Foretold beside those; absent where none was. */
      readonly predicted?: number
      readonly states: number
    }
  | {
      readonly type: 'explored'
      readonly predicted: Predicted
      readonly executions: number
      readonly steps: number
      /** By the name of a phase. */
      readonly executionsByPhase: Readonly<Record<string, number>>
      readonly oracles: Readonly<Partial<Record<OracleName, OracleVerdict>>>
      /** By signature of a violation, how often it was seen. */
      readonly seen: Readonly<Record<string, number>>
      readonly faults: FaultCounts
      /** Of each search that had not come to its end: how far it had come. */
      readonly unfinished: readonly Begun[]
      /** Calls that were acknowledged; without any, nothing was checked. */
      readonly acknowledged: number
      readonly rejections: Rejections
      /** It has done all that was its share, before anything stopped it. */
      readonly isThrough: boolean
      /** Whether a session file was ever there where calls were acknowledged; null where none was, or faults had struck. */
      readonly sawFile: boolean | null
    }
  /** An execution breaks an oracle; what comes of it is told once it was made smaller and confirmed. */
  | { readonly type: 'suspected'; readonly oracle: OracleName; readonly message: string }
  /** The present slice of time is over, and it waits to be told to go on. */
  | { readonly type: 'resting' }
  /** All that it can search is searched, and each phase has had its share of samples: more would be for its own sake. */
  | { readonly type: 'satisfied' }
  | {
      readonly type: 'replayed'
      readonly times: number
      readonly of: number
      /** Set where the schedule no longer fits. */
      readonly divergence: string | null
    }
