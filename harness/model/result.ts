import type { ProblemKind } from './problem-kinds.ts'
import type { Counterexample, Course } from './counterexample.ts'
import type { FaultCounts } from './fault-counts.ts'
import type { OracleName, OracleVerdict } from './verdict.ts'

/** The one shape of a run's outcome: what the API returns and the `json` reporter prints. */
export type Result = RunFacts & Conclusion

/** What a run has to tell beside its verdict. */
export interface RunFacts {
  readonly version: 1
  readonly command: string
  readonly target: string
  /** Of the target module, relative to the working directory, with `/`. */
  readonly targetPath: string
  /** What it was held against, where that is no register. */
  readonly specification?: string
  readonly seed: number
  readonly shard: string
  readonly node: string
  /** Whether steps were decided: `none` where all ran free. */
  readonly control: Control
  /** Calls that start programs, where the target's others are functions, which are served their files for their sake. */
  readonly commands?: readonly string[]
  /** Options that say how its processes were started, where not as usual: commands that it suggests repeat them. */
  readonly startOptions?: readonly string[]
  readonly elapsedMs: number
  readonly executions: number
  readonly steps: number
  /** Spaces searched completely. */
  readonly exhausted: readonly Exhausted[]
  /** Spaces whose search was begun, and had not come to its end. Absent where there is none. */
  readonly unfinished?: readonly Unfinished[]
  /** Of a shard: what it searched of spaces that it has a part in. */
  readonly parts?: readonly ExhaustedPart[]
  readonly oracles: Readonly<Partial<Record<OracleName, OracleVerdict>>>
  /** Oracles that the target does not want. */
  readonly leftOut: readonly OracleName[]
  /** Oracles that the target wants, and that `--oracle` does not name. */
  readonly notAsked?: readonly OracleName[]
  /** By the signature of a violation, how many executions showed it, those of shrinking and confirming left out. */
  readonly seen?: Readonly<Record<string, number>>
  readonly race?: RaceFigures
  /** How many faults were injected, by kind; 0 where a kind that was asked for could have struck, and did not. */
  readonly faults: Readonly<Record<string, number>>
  /** Where faults were asked for: by the operation that they struck, and by name. */
  readonly faultsByOperation?: FaultCounts['faultsByOperation']
  /** Where faults were asked for: errors that could have struck what the target asked for, and never did. */
  readonly neverStruck?: readonly string[]
  /** Calls that were rejected where no fault struck, and why the first one was; null where there is none. */
  readonly rejections: Rejections
  /** This shard had nothing to do: there are fewer executions, or workloads, than shards. */
  readonly emptyShard?: true
  /** Writes seen outside control. */
  readonly escapes: readonly string[]
  /** Why executions had processes of their own from some moment on, though nobody had asked for that. */
  readonly freshProcesses?: string
  /** What a program did that did not come again, though each is started anew: from then on, none was foretold. */
  readonly notRepeated?: string
  /** Executions that were foretold by what was learned of others; absent where none was. */
  readonly predicted?: Predicted
  /** Of an exhaustive search that an earlier call had begun: what became of that. */
  readonly continued?: string
  /** Of a check: what did not take place, and why where that is not for want of time or because enough was found. */
  readonly notChecked?: readonly string[]
  /** It was told to stop before its end: what it says is what it had found so far. */
  readonly interrupted?: true
}

/** The verdict, with what it rests on: a run that had a problem holds nothing, and neither does one that has found something. */
export type Conclusion = Holds | Violated | Inconclusive

export interface Holds {
  readonly verdict: 'holds'
  readonly firstViolation: null
  readonly violations: readonly never[]
  readonly problems: readonly never[]
}

export interface Violated {
  readonly verdict: 'violated'
  /** Null where that is not known, as of a replay file that is shown. */
  readonly firstViolation: FirstViolation | null
  /** Empty where an oracle was broken by nothing that was not known before. */
  readonly violations: readonly Violation[]
  readonly problems: readonly Problem[]
}

export interface Inconclusive {
  readonly verdict: 'inconclusive'
  readonly firstViolation: null
  readonly violations: readonly never[]
  /** Why; empty where nothing was checked because the run was interrupted. */
  readonly problems: readonly Problem[]
}

export interface FirstViolation {
  readonly execution: number
  readonly elapsedMs: number
}

/** What was searched without carrying it out. */
export interface Predicted {
  readonly executions: number
  /** So many of them were carried out as well, to check them. */
  readonly checked: number
}

/** How the steps of an execution are decided: by an interposed file system, or not at all. */
export type Control = 'interposed' | 'served' | 'none'

export interface Rejections {
  readonly calls: number
  readonly first: string | null
}

export interface Exhausted {
  readonly writers: number
  readonly calls: number
  readonly sessions: number
  /** Some call is not waited for before the writer's next; where this is absent, every one is. */
  readonly unawaited?: true
  /** Beside the writers, a reader loads once. */
  readonly loads?: true
  /** So many faults may strike one execution, where that is more than one. */
  readonly faultsAtOnce?: number
  /** Carried out. */
  readonly executions: number
  /** Foretold beside those; absent where none was. */
  readonly predicted?: number
  readonly states: number
  readonly faults: readonly string[]
}

/** What one shard searched of a space. The space is exhausted where its shards' workloads add up to `of`. */
export interface ExhaustedPart extends Exhausted {
  readonly workloads: number
  readonly of: number
}

/** How far the search of a space had come. */
export interface Unfinished extends ExhaustedPart {
  /** Choices that are known to be left. More may turn out to be. */
  readonly untried: number
  /** How much of the whole space that is: an estimate, below 100. */
  readonly percent: number
  /**
   * Absent where it is not so: the system decided the order of some steps, as it does where one writer does several
   * things at once in one directory. Those orders cannot be searched.
   */
  readonly keptWaiting?: true
  /** Absent where it is not so: a search was given up, since its states fit into memory no longer. */
  readonly outOfMemory?: true
}

/** What ends the search for a smaller counterexample before every one is ruled out. */
export const shrinkBounds = [
  'time',
  'executions',
  'images',
  'crash',
  'other-fault',
  'not-seen-again',
] as const
export type ShrinkBound = (typeof shrinkBounds)[number]

export interface Violation {
  readonly oracle: OracleName
  readonly session: string
  readonly message: string
  readonly replayFile: string | null
  readonly writers: number
  readonly calls: number
  readonly steps: number
  readonly switches: number
  /** True only where every smaller counterexample was ruled out. */
  readonly minimal: boolean
  /** Of one that was explored: what kept that from being known. */
  readonly bound?: ShrinkBound
  /** How long that took, once it was found; absent where nothing was shrunk. */
  readonly shrinkMs?: number
  readonly reproduced: { readonly times: number; readonly of: number }
  /** Equal for violations that show the same defect. */
  readonly signature: string
  /** Of what a race has found: why it was not seen under control, and has no schedule; a sentence. */
  readonly withoutSchedule?: string
  /** How it came about, where that was under control; in the replay file, and not in the `json` report. */
  readonly counterexample: Counterexample | null
}

export interface RaceFigures {
  readonly rounds: number
  /** The rounds with those that shrink and repeat what was found; absent in results of before. */
  readonly executions?: number
  /** Rounds in which calls of two writers were in flight at the same time on one session. */
  readonly overlappingRounds: number
  /** One writer was asked for, so that no two can overlap. */
  readonly isAlone?: true
  readonly startSkewMicros: { readonly p50: number; readonly p99: number }
}

export interface Problem {
  /** The process it is about, for example `w2`. */
  readonly process: string
  readonly kind: ProblemKind
  /** The same for two problems that differ in nothing but who had them, where and when. */
  readonly gist: string
  readonly message: string
  readonly stderr: string
  /** The line of the target that it comes from, `file:line:column`, where that is known. */
  readonly place?: string
  /** What was done up to there, where that was under control; not in the `json` report. */
  readonly course?: Course
}
