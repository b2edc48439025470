import { Pace, sinceOf, type Ready } from '../../../harness/controller/execute/pace.ts'
import { shownBy } from '../../../harness/controller/execute/shown-by.ts'
import { findsOf } from '../../../harness/filesystem/shadow/finds-of.ts'
import { keyOf, undatedKeyOf } from '../../../harness/filesystem/key.ts'
import type { Store } from '../../../harness/filesystem/store.ts'
import { Aftermath } from '../../../harness/faults/aftermath.ts'
import type { Access } from '../../../harness/model/access.ts'
import { digestOf } from '../../../harness/model/digest.ts'
import type { Fault } from '../../../harness/model/fault.ts'
import type { Choice } from '../../../harness/model/schedule.ts'
import type { PendingStep, StepOutcome } from '../../../harness/model/step.ts'
import type { FaultMenu, Scheduler } from '../../../harness/model/strategy.ts'
import { withOfferedFaults } from '../../../harness/strategies/with-offered-faults.ts'
import type { Exhaustive } from '../../../harness/strategies/exhaustive.ts'
import { Course, lookingTimerMillis, type GeneratedProgram, type Instruction } from './program.ts'
import { follows, PosixDirectory, type Call, type Performed } from './posix-directory.ts'
import { ShadowedState } from '../shadowed-state.ts'
import type { Unreduced } from '../unreduced.ts'

/** What a test may leave out, to see whether it is noticed. */
export interface Sabotage {
  readonly accessOf?: (access: Access) => Access
  readonly outcomeOf?: (outcome: StepOutcome) => StepOutcome
  /** Names the state of the directory. */
  readonly filesOf?: (store: Store) => string
  /** Whether it does not count which faults have struck. */
  readonly forgetsFaults?: boolean
  /** Whether every writer says that it has not looked at the clock. */
  readonly deniesLooks?: boolean
}

/** What may strike, and how many faults of one execution. */
export interface Faults {
  readonly menu: FaultMenu
  readonly most: number
}

const sessionFiles = ['s1.json']
/** Where none of these is asked for, times of files tell no states apart. */
const looksAtTimes: ReadonlySet<Instruction['op']> = new Set(['stat', 'lstat', 'fstat', 'utimes'])
const decisionOf = () => ({ writer: 0, call: 0, op: 'open', ordinal: 0 }) as const

/** How every execution of a search ends: names, kinds, data, modes, links, numbers, and times that count, of all that is there. */
export function endsOf(
  programs: readonly GeneratedProgram[],
  strategy: Exhaustive | Unreduced,
  sabotage: Sabotage = {},
  faults?: Faults,
): string[] {
  const ends = new Set<string>()
  while (!strategy.isDone) {
    const inner = strategy.begin()
    const scheduler = faults ? withOfferedFaults(inner, faults.menu, faults.most) : inner
    ends.add(carryOut(programs, scheduler, sabotage))
  }
  return [...ends].toSorted()
}

/** One execution, in a directory that is a map. */
function carryOut(
  programs: readonly GeneratedProgram[],
  scheduler: Scheduler,
  { accessOf = same, outcomeOf = same, filesOf, forgetsFaults = false, deniesLooks = false }: Sabotage,
): string {
  const directory = new PosixDirectory()
  const isDated = programs.flat().some(({ op }) => looksAtTimes.has(op))
  const state = new ShadowedState({
    writers: programs.length,
    open: (path) => directory.reader(path),
    sessionFiles,
    filesOf: filesOf ?? (isDated ? keyOf : undatedKeyOf),
    isKeyed: scheduler.needsState === true,
  })
  const { shadow } = state
  const pace = new Pace<Ready>()
  const aftermath = new Aftermath()
  const struck: string[] = []
  let nowMillis = 0
  let made = 0
  const writers = programs.map((program, index) => new GeneratedWriter(index + 1, program, directory))
  const announce = (writer: GeneratedWriter) => {
    const asked = writer.waiting ? [writer.waiting.step] : []
    const untimed = !writer.takeLook() || deniesLooks
    state.take(writer.ordinal, { asked, finished: asked.length === 0, ...(untimed && { untimed }) })
  }
  for (const writer of writers) {
    writer.goOn(0, 0)
    announce(writer)
  }
  const faulty = () => (forgetsFaults ? null : [struck.toSorted(), aftermath.parts()])
  const finds = ({ writer, step }: Choice) => findsOf(shadow, writer, step)
  const stateKey = () => (scheduler.needsState ? digestOf(state.parts(), pace.parts(), faulty()) : '')
  const access = () => accessOf(state.access)
  for (;;) {
    const { choices, ahead } = pace.offer(writers.flatMap(({ waiting }) => (waiting ? [waiting] : [])))
    if (choices.length === 0) break
    const chosen = scheduler.choose({ choices, ahead, made, decisionOf, findsOf: finds, stateKey, access })
    const { choice } = chosen
    const writer = writers[choice.writer - 1] as GeneratedWriter
    const { step } = writer.waiting as Ready
    made += 1
    const isKilled = chosen.fault?.kind === 'kill' && chosen.fault.bytes === undefined
    if (!isKilled) nowMillis = Math.max(nowMillis, step.dueMillis ?? 0)
    const sinceMillis = pace.grant(writer.waiting as Ready, nowMillis)
    const fault = chosen.fault ?? aftermath.strike(writer.ordinal, step, finds(choice))
    if (chosen.fault) {
      aftermath.add(writer.ordinal, step, chosen.fault)
      const isKill = chosen.fault.kind === 'kill'
      struck.push(JSON.stringify(isKill ? ['kill', writer.ordinal] : [writer.ordinal, step.id, chosen.fault]))
    }
    const { inode, inodes } = shownBy(shadow, writer.ordinal, step, nowMillis * 1000)
    const shown = inodes ? inodes[directory.locate(writer.what.paths[0], follows(step)).path] : inode
    const call = { step, ...cutShort(writer.what, fault), now: nowMillis, shown }
    const performed =
      fault?.kind === 'errno'
        ? { seen: fault.code, error: fault.code }
        : !isKilled && directory.perform(writer.ordinal, call)
    if (performed) {
      const { seen: _, ...outcome } = performed
      state.perform(writer.ordinal, step, outcomeOf(outcome), nowMillis * 1000, { fault })
    }
    if (fault?.kind === 'kill') {
      directory.kill(writer.ordinal)
      state.kill(writer.ordinal, [])
      writer.waiting = null
      continue
    }
    if (performed) writer.took(performed, nowMillis)
    writer.goOn(nowMillis, sinceMillis)
    announce(writer)
  }
  scheduler.ended?.({ made, stateKey, access })
  return directory.describe(
    isDated,
    (path) => shownBy(shadow, 1, { op: 'lstat', path, sync: true }, 0).inode?.number,
  )
}

/** Of a write that is cut short, what is written. */
function cutShort<T extends { readonly text: string }>(what: T, fault: Fault | undefined): T {
  const isCut = fault?.kind === 'short-write' || fault?.kind === 'kill'
  return isCut && fault.bytes !== undefined ? { ...what, text: what.text.slice(0, fault.bytes) } : what
}

const same = <T>(value: T): T => value

class GeneratedWriter {
  readonly ordinal: number
  readonly #course: Course
  readonly #directory: PosixDirectory
  #instruction: Instruction | null = null
  #asked = 0
  #opened = 0
  #hasLooked = false
  waiting: Ready | null = null

  constructor(ordinal: number, program: GeneratedProgram, directory: PosixDirectory) {
    this.ordinal = ordinal
    this.#directory = directory
    this.#course = new Course(ordinal, program)
  }

  /** What its step does, beside what a schedule tells of it. */
  get what(): Pick<Call, 'text' | 'value' | 'paths'> {
    const instruction = this.#instruction as Instruction
    const { path = '', to = '', value = 0 } = instruction
    return { text: this.#course.textOf(instruction), value, paths: [path, to] }
  }

  took({ seen, error }: Performed, nowMillis: number): void {
    const { op, value } = this.#instruction as Instruction
    if (op === 'open' && error === undefined) this.#course.handle = this.#opened
    if (op === 'close') this.#course.handle = 0
    const looks = op === 'timer' && value === lookingTimerMillis
    this.#hasLooked ||= looks
    this.#course.observe(looks ? String(nowMillis) : seen)
  }

  /** Whether it has looked at the clock since this was asked. */
  takeLook(): boolean {
    const hasLooked = this.#hasLooked
    this.#hasLooked = false
    return hasLooked
  }

  /** Asks for its next step. */
  goOn(nowMillis: number, sinceMillis: number): void {
    const instruction = this.#course.next()
    this.#instruction = instruction
    this.waiting = instruction && this.#ask(instruction, nowMillis, sinceMillis)
  }

  #ask(instruction: Instruction, nowMillis: number, sinceMillis: number): Ready {
    const { op, flags, value = 0 } = instruction
    const { path, to, through } = this.#located(instruction)
    this.#asked += 1
    if (op === 'open') this.#opened += 1
    // When it is due follows from what time it is.
    if (op === 'timer') this.#hasLooked = true
    const handle = op === 'open' ? this.#opened : this.#course.handle
    const isOnDescriptor = path === undefined && op !== 'timer'
    const step: PendingStep = {
      id: this.#asked,
      call: 1,
      op,
      sync: false,
      ...(path !== undefined && { path }),
      ...(to !== undefined && { to }),
      ...(flags !== undefined && { flags }),
      ...(through.length > 0 && { through }),
      ...((isOnDescriptor || op === 'open') && { handle }),
      ...(op === 'write' && { bytes: this.what.text.length }),
      ...(op === 'truncate' && { bytes: value }),
      ...(op === 'timer' && { dueMillis: nowMillis + value }),
    }
    return { writer: this.ordinal, step, sinceMillis: sinceOf(step, sinceMillis) }
  }

  /** Where its paths lead when it asks, as a real writer tells it. */
  #located({ op, path, to, flags }: Instruction) {
    const isFollowed = op !== 'symlink' && follows({ op, flags })
    const from = path === undefined ? undefined : this.#directory.locate(path, isFollowed)
    const second = to === undefined ? undefined : this.#directory.locate(to, false)
    return {
      path: from?.path,
      to: second?.path,
      through: [...(from?.through ?? []), ...(second?.through ?? [])],
    }
  }
}
