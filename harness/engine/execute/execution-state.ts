import { isDeepStrictEqual } from 'node:util'
import { virtualStartMillis } from '../../model/clock.ts'
import type { Classify, Content } from '../../model/content.ts'
import type { Fault } from '../../model/fault.ts'
import { FileSystemModel, type Footprint } from '../../model/file-system.ts'
import { describeDecision, type Choice, type Decision } from '../../model/schedule.ts'
import type { StepEvent } from '../../model/step-log.ts'
import type { Chosen } from '../../model/strategy.ts'
import type { Outcome, Report } from '../../protocol/controlled-messages.ts'
import { SessionWatch } from './session-watch.ts'
import type { Standing, Waiting } from './standing.ts'
import type { StateKeys } from './state-keys.ts'

/** A step that was taken. */
interface Taken {
  readonly decision: Decision
  readonly sync: boolean
  readonly outcome: Outcome
  readonly held: Record<string, Content> | undefined
  readonly fault: Fault | undefined
  readonly source: string | undefined
}

/** One execution as it goes: its clock, its log, and what the session files have held. */
export class ExecutionState {
  readonly #steps: Taken[] = []
  readonly faults: Fault[] = []
  readonly watch: SessionWatch
  /** Steps granted so far. */
  position = 0
  /** Position at which a call settled last. */
  lastSettled = 0
  readonly #standings: readonly Standing[]
  readonly #model = new FileSystemModel()
  readonly #keys: StateKeys | null
  /** By writer, the position of its latest grant. */
  readonly #granted = new Map<number, number>()
  #nowMicros = virtualStartMillis * 1000

  constructor(dir: string, standings: readonly Standing[], classify: Classify, keys: StateKeys | null) {
    this.#standings = standings
    this.#keys = keys
    this.watch = new SessionWatch(dir, classify)
  }

  readonly decisionOf = (choice: Choice): Decision => (choice as Waiting).decision

  /** What each step did; put into words only where somebody asks. */
  log(): StepEvent[] {
    return this.#steps.map((taken, index) => eventOf(index + 1, taken))
  }

  /** By session, its file's path relative to the run directory; empty until a target has been opened. */
  get files(): Readonly<Record<string, string>> {
    return this.#standings.find(({ files }) => Object.keys(files).length > 0)?.files ?? {}
  }

  /** Lets the chosen step go, and takes in all that came of it. */
  grant({ choice, fault }: Chosen): void {
    const { writer, step } = choice
    const standing = this.#standings[writer - 1] as Standing
    const decision = this.decisionOf(choice)
    this.position += 1
    this.#granted.set(writer, this.position)
    // Time stands still but for timers: what a writer sees of it shall not tell how others were scheduled.
    this.#nowMicros = Math.max(this.#nowMicros, (step.dueMillis ?? 0) * 1000)
    const footprint = this.#model.footprint(writer, step)
    standing.pending.delete(step.id)
    if (fault) this.faults.push(fault)
    const report = standing.process.grant(
      step.id,
      this.position,
      this.#nowMicros,
      () => describeDecision(decision),
      fault,
    )
    const { outcome = {} } = report
    if (outcome.error === undefined) this.#model.apply(writer, step)
    this.#keys?.perform(writer, step, report, this.#nowMicros)
    const held = this.#lookAfter(footprint)
    const source = standing.sources.get(step.id)
    this.#steps.push({ decision, sync: step.sync, outcome, held, fault, source })
    if (report.calls?.some((call) => call.settled !== null)) this.lastSettled = this.position
    this.take(standing, report)
  }

  /** @throws HarnessFault when it names other files than another writer, or as `Standing.take` does. */
  take(standing: Standing, report: Report): void {
    standing.take(report)
    if (!report.files) return
    const other = this.#standings.find(
      ({ files }) => !isDeepStrictEqual({ ...files, ...standing.files }, { ...standing.files, ...files }),
    )
    if (!other) return
    const labels = [other, standing].map(({ process }) => process.label).toSorted()
    throw standing.process.faultOf(`${labels.join(' and ')} name different files for one session`)
  }

  /** The choice of the writer that has waited longest: what starves nobody. */
  leastRecent<T extends Choice>(choices: readonly T[]): T {
    const since = ({ writer }: T) => this.#granted.get(writer) ?? 0
    return choices.reduce((best, choice) => (since(choice) < since(best) ? choice : best))
  }

  /** What keeps the execution from being complete, in words; null where it is. */
  unfinished(): string | null {
    const waiting = this.#standings
      .filter(({ finished }) => !finished)
      .map(({ process, calls, blockedOn }) => {
        const endless = [...calls.values()].filter(({ outcome }) => outcome === 'pending')
        const names = endless.map(({ operation, call }) => `${operation}#${call}`).join(', ')
        const what = names === '' ? 'its close()' : names
        return `${process.label} waits for ${what}${blockedOn === 0 ? '' : ' in a synchronous call'}`
      })
    return waiting.length === 0 ? null : waiting.join('; ')
  }

  /** Who goes on although every call has settled. */
  restless(): string {
    const busy = this.#standings.filter(({ pending }) => pending.size > 0)
    const names = busy.map(({ process }) => process.label).join(' and ')
    return `${names} never ${busy.length === 1 ? 'comes' : 'come'} to rest`
  }

  /** What is in the directory at the end, or in a session file, without a step that put it there. */
  escapes(entries: readonly string[]): string[] {
    const expected = new Set(this.#model.paths)
    const actual = new Set(entries.map((entry) => entry.replace(/\/$/, '')))
    const appeared = [...actual].filter((entry) => !expected.has(entry)).map((entry) => `${entry} appeared`)
    const vanished = [...expected].filter((entry) => !actual.has(entry)).map((entry) => `${entry} vanished`)
    const changed = Object.entries(this.files)
      .filter(
        ([session, file]) => this.watch.look(session, file, this.position) !== null && this.position > 0,
      )
      .filter(([, file]) => !appeared.includes(`${file} appeared`) && !vanished.includes(`${file} vanished`))
      .map(([, file]) => `${file} changed`)
    return [...appeared, ...vanished, ...changed]
  }

  /** Reads the session files whose name or data the step may have changed. */
  #lookAfter({ changesEntries, changesData }: Footprint): Record<string, Content> | undefined {
    if (changesEntries.length === 0 && changesData === null) return undefined
    let held: Record<string, Content> | undefined
    for (const [session, file] of Object.entries(this.files)) {
      const touched =
        this.#model.hasLinks ||
        changesEntries.some((path) => path === file || file.startsWith(`${path}/`)) ||
        (changesData !== null && this.#model.inodeAt(file) === changesData)
      if (!touched) continue
      const content = this.watch.look(session, file, this.position)
      if (content) (held ??= {})[session] = content
    }
    return held
  }
}

function eventOf(position: number, { decision, sync, outcome, held, fault, source }: Taken): StepEvent {
  return {
    ...decision,
    position,
    ...(outcome.bytes !== undefined && { bytes: outcome.bytes }),
    ...(outcome.error !== undefined && { error: outcome.error }),
    ...(sync && { sync: true }),
    ...(source !== undefined && { source }),
    ...(held && { held }),
    ...(fault && { fault }),
  }
}
