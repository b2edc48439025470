import type { Course } from './counterexample.ts'
import type { HarnessError } from './errors.ts'
import type { Fault } from './fault.ts'
import type { CallRecord } from './record.ts'
import type { ShownInode } from './shown-inode.ts'
import type { PendingStep, StepOutcome } from './step.ts'
import type { Thrown } from './thrown.ts'
import type { Workload } from './workload.ts'

/*
 * The port: what stands behind a writer, as the loop of an execution sees it. It may be a process whose functions are
 * interposed, one that is served its files, or a prediction. The loop, oracles, strategies, shrinking and recording know
 * nothing else of it.
 */

/** What a claim about a program's executions may rest on. */
export interface Traits {
  /** What it does follows from what it has observed: the same observations lead to the same reactions. */
  readonly deterministic: boolean
  /**
   * The time that it sees, and that its timers wait for, is the execution's. `machine`: it is the machine's, and so are
   * its random numbers. What follows from them does not come again, and is found out by carrying it out again.
   */
  readonly virtualTime: boolean | 'machine'
  /** It tells when calls begin and settle. */
  readonly knowsCalls: boolean
  /** It can tell where in the target's code a step was asked for. */
  readonly sources: boolean
  /** It tells when it uses the times that a look at an inode gives. What does not may use all that it is given. */
  readonly tellsUseOfTimes: boolean
}

/** Starts one execution, whatever the last one has left. */
export interface Begin {
  /** The run directory, as the target is told. */
  readonly dir: string
  /** Ordinal of the writer. */
  readonly writer: number
  readonly workload: Workload
  /** All that it takes for random follows from it. */
  readonly seed: number
  /** What it sees as its process number. */
  readonly pid: number
  /** Tell where in the target's code each step was asked for. */
  readonly traced?: true
  /** Set for the first program after a crash: it lets the application recover before it opens the target. */
  readonly recover?: { readonly nowMicros: number; readonly position: number }
}

/** Lets one pending step go. */
export interface Grant {
  /** Of the step. */
  readonly id: number
  /** How many steps have been granted in this execution, this one included. */
  readonly position: number
  /** Virtual time. */
  readonly nowMicros: number
  readonly fault?: Fault | undefined
  /** What a step shows that looks at an inode; absent where no step has made it. */
  readonly inode?: ShownInode | undefined
  /** By path, where a symbolic link may lead elsewhere than when the step was asked for. */
  readonly inodes?: Readonly<Record<string, ShownInode>> | undefined
}

/** What a program does after its start or after a step, until it waits again. */
export interface Reaction {
  /** Steps asked for. */
  readonly asked?: readonly PendingStep[] | undefined
  /** By step, where in the target's code it was asked for: `file:line:column`. */
  readonly sources?: Readonly<Record<number, string>> | undefined
  /** Pending steps that were withdrawn. */
  readonly withdrawn?: readonly number[] | undefined
  /** What came of the granted step. */
  readonly outcome?: StepOutcome | undefined
  /** Calls whose record changed: they have begun, or settled. */
  readonly calls?: readonly CallRecord[] | undefined
  /** The synchronous step that blocks the main thread. */
  readonly blockedOn?: number | undefined
  /** By session, its file; said once, when the target has been opened. */
  readonly files?: Readonly<Record<string, string>> | undefined
  /** True once the application has recovered from a crash, and before it opens the target. */
  readonly recovered?: true | undefined
  /** A call has begun at once, or the target was closed, beside steps or timers that were pending. */
  readonly deferred?: true | undefined
  /**
   * The system lets something of it wait for what is held, in an order of its own: it may ask for more than is told, and
   * not every order can be tried.
   */
  readonly keptWaiting?: true | undefined
  /** True once every call has settled and `close` is through. */
  readonly finished?: true | undefined
  /**
   * The target's program has ended, by itself after its `exit` handlers, or by `process.exit`, and then the process with
   * it. What it has asked for and was not granted will never be.
   */
  readonly ended?: 'program' | 'process' | undefined
  /** What of its process the target has changed and left so, in words: another execution must not begin like this. */
  readonly kept?: string | undefined
  /** What the harness cannot control, by name. */
  readonly uncontrolled?: readonly string[] | undefined
  /**
   * It has not looked at any clock since its last reaction, nor started a timer: what it does now is the same at any time.
   * Absent where that is not known.
   */
  readonly untimed?: true | undefined
  /** It has used the times that a look at an inode gave, in this reaction or the ones before. Told once. */
  readonly seesTimes?: true | undefined
  /** The signals for which it has a listener, by number; told when that changes. */
  readonly handles?: readonly number[] | undefined
  /** What keeps it from becoming quiet, by name; it is of no use any more. */
  readonly stalledOn?: readonly string[] | undefined
  /** What is about to end it. */
  readonly thrown?: Thrown | undefined
  /** The target is at fault: `open` or `close` throws. */
  readonly refused?: string | undefined
}

/**
 * What stands behind one writer of an execution. `begin` and `grant` come back once it waits: `docs/architecture.md`
 * tells why they block.
 */
export interface Program {
  /** How messages name it: `w2`. */
  readonly label: string
  readonly traits: Traits
  /** What it is about to end with, or has; null where it has not crashed. */
  readonly thrown: Thrown | null
  /** @throws HarnessError when it cannot be understood, ProgramGone when it has ended instead. */
  begin(order: Begin): Reaction
  /**
   * @param doing how a message names the step, should the program not come back from it
   * @throws as `begin` does.
   */
  grant(grant: Grant, doing: () => string): Reaction
  /** Whether a pending step has to wait for another one, as one that locks what is locked. Absent: none ever has. */
  isHeldUp?(id: number): boolean
  /** It does nothing any more, and nobody finds it there. */
  kill(): void
  /** A defect that the program is named for, with what it has printed. */
  faultOf(message: string): HarnessError
  /**
   * Why it has gone, after `ProgramGone`.
   *
   * @param silentMillis for how long it had been silent
   */
  causeOfEnd(silentMillis: number): Promise<HarnessError>
}

/** One that is silent for so long does not end by itself. */
const hangingMillis = 4_000

/** Control flow: a program has ended in the middle of an execution. Why is known later: `Program.causeOfEnd`. */
export class ProgramGone extends Error {
  override readonly name = 'ProgramGone'
  readonly program: Program
  /** How long it had been silent when it was found gone. */
  readonly silentMillis: number
  /** Where it has crashed, what was done up to there. */
  course: Course | null = null

  constructor(program: Program, silentMillis: number) {
    super(`${program.label} has gone`)
    this.program = program
    this.silentMillis = silentMillis
  }

  /** True where it was ended since it had not come back. */
  get isHanging(): boolean {
    return isHanging(this.silentMillis)
  }
}

export function isHanging(silentMillis: number): boolean {
  return silentMillis >= hangingMillis
}

/** By trait, what is beyond control where a program lacks it; null where that changes nothing but what is shown. */
const withoutTrait: Readonly<Record<keyof Traits, string | null>> = {
  deterministic: 'program: what it does does not follow from what it has observed',
  virtualTime: 'program: the time that it sees is not the one of the execution',
  knowsCalls: 'program: it does not tell when calls begin and settle',
  sources: null,
  tellsUseOfTimes: null,
}

/** What nothing can be certified with, by name; empty for a program that lacks no trait which counts. */
export function beyondControlOf(traits: Traits): string[] {
  const names = Object.keys(withoutTrait) as (keyof Traits)[]
  return names.flatMap((name) => (traits[name] ? [] : (withoutTrait[name] ?? [])))
}
