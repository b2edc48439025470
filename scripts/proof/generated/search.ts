import { Pace, sinceOf, type Ready } from '../../../harness/controller/execute/pace.ts'
import { shownBy } from '../../../harness/controller/execute/shown-by.ts'
import { findsOf } from '../../../harness/filesystem/shadow/finds-of.ts'
import type { Store } from '../../../harness/filesystem/store.ts'
import type { Access } from '../../../harness/model/access.ts'
import { digestOf } from '../../../harness/model/digest.ts'
import type { PendingStep, StepOutcome } from '../../../harness/model/step.ts'
import type { Scheduler } from '../../../harness/model/strategy.ts'
import type { Exhaustive } from '../../../harness/strategies/exhaustive.ts'
import { Course, type GeneratedProgram, type Instruction } from './program.ts'
import { PosixDirectory, type Performed } from './posix-directory.ts'
import { ShadowedState } from '../shadowed-state.ts'
import type { Unreduced } from '../unreduced.ts'

/** What a test may leave out, to see whether it is noticed. */
export interface Sabotage {
  readonly accessOf?: (access: Access) => Access
  readonly outcomeOf?: (outcome: StepOutcome) => StepOutcome
  /** Names the state of the directory. */
  readonly filesOf?: (store: Store) => string
}

const sessionFiles = ['s1.json']
const decisionOf = () => ({ writer: 0, call: 0, op: 'open', ordinal: 0 }) as const

/** How every execution of a search ends: names, kinds, data, modes, times, links and numbers of all that is there. */
export function endsOf(
  programs: readonly GeneratedProgram[],
  strategy: Exhaustive | Unreduced,
  sabotage: Sabotage = {},
): string[] {
  const ends = new Set<string>()
  while (!strategy.isDone) ends.add(carryOut(programs, strategy.begin(), sabotage))
  return [...ends].toSorted()
}

/** One execution, in a directory that is a map. */
function carryOut(
  programs: readonly GeneratedProgram[],
  scheduler: Scheduler,
  { accessOf = same, outcomeOf = same, filesOf }: Sabotage,
): string {
  const directory = new PosixDirectory()
  const state = new ShadowedState({
    writers: programs.length,
    open: (path) => directory.reader(path),
    sessionFiles,
    filesOf,
    isKeyed: scheduler.needsState === true,
  })
  const { shadow } = state
  const pace = new Pace<Ready>()
  let nowMillis = 0
  let made = 0
  const writers = programs.map((program, index) => new GeneratedWriter(index + 1, program))
  const announce = (writer: GeneratedWriter) => {
    const asked = writer.waiting ? [writer.waiting.step] : []
    state.take(writer.ordinal, { asked, finished: asked.length === 0 })
  }
  for (const writer of writers) {
    writer.goOn(0, 0)
    announce(writer)
  }
  const stateKey = () => (scheduler.needsState ? digestOf(state.parts(), pace.parts()) : '')
  const access = () => accessOf(state.access)
  for (;;) {
    const { choices, ahead } = pace.offer(writers.flatMap(({ waiting }) => (waiting ? [waiting] : [])))
    if (choices.length === 0) break
    const { choice } = scheduler.choose({
      choices,
      ahead,
      made,
      decisionOf,
      findsOf: ({ writer, step }) => findsOf(shadow, writer, step),
      stateKey,
      access,
    })
    const writer = writers[choice.writer - 1] as GeneratedWriter
    const { step } = writer.waiting as Ready
    made += 1
    nowMillis = Math.max(nowMillis, step.dueMillis ?? 0)
    const sinceMillis = pace.grant(writer.waiting as Ready, nowMillis)
    const { inode: shown } = shownBy(shadow, writer.ordinal, step, nowMillis * 1000)
    const performed = directory.perform(writer.ordinal, { step, ...writer.what, now: nowMillis, shown })
    const { seen: _, ...outcome } = performed
    state.perform(writer.ordinal, step, outcomeOf(outcome), nowMillis * 1000)
    writer.took(performed, nowMillis)
    writer.goOn(nowMillis, sinceMillis)
    announce(writer)
  }
  scheduler.ended?.({ made, stateKey, access })
  return directory.describe((path) => shownBy(shadow, 1, { op: 'lstat', path, sync: true }, 0).inode?.number)
}

const same = <T>(value: T): T => value

class GeneratedWriter {
  readonly ordinal: number
  readonly #course: Course
  #instruction: Instruction | null = null
  #asked = 0
  #opened = 0
  waiting: Ready | null = null

  constructor(ordinal: number, program: GeneratedProgram) {
    this.ordinal = ordinal
    this.#course = new Course(ordinal, program)
  }

  /** What its step does, beside what a schedule tells of it. */
  get what(): { text: string; value: number } {
    const instruction = this.#instruction as Instruction
    return { text: this.#course.textOf(instruction), value: instruction.value ?? 0 }
  }

  took({ seen, error }: Performed, nowMillis: number): void {
    const { op } = this.#instruction as Instruction
    if (op === 'open' && error === undefined) this.#course.handle = this.#opened
    if (op === 'close') this.#course.handle = 0
    this.#course.observe(op === 'timer' ? String(nowMillis) : seen)
  }

  /** Asks for its next step. */
  goOn(nowMillis: number, sinceMillis: number): void {
    const instruction = this.#course.next()
    this.#instruction = instruction
    this.waiting = instruction && this.#ask(instruction, nowMillis, sinceMillis)
  }

  #ask(instruction: Instruction, nowMillis: number, sinceMillis: number): Ready {
    const { op, path, to, flags, value = 0 } = instruction
    this.#asked += 1
    if (op === 'open') this.#opened += 1
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
      ...((isOnDescriptor || op === 'open') && { handle }),
      ...(op === 'write' && { bytes: this.what.text.length }),
      ...(op === 'truncate' && { bytes: value }),
      ...(op === 'timer' && { dueMillis: nowMillis + value }),
    }
    return { writer: this.ordinal, step, sinceMillis: sinceOf(step, sinceMillis) }
  }
}
