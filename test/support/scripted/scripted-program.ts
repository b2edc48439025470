import type { FileOperation } from '../../../harness/filesystem/requests.ts'
import { requestOf } from '../../../harness/filesystem/shadow/request-of.ts'
import { virtualStartMillis } from '../../../harness/model/clock.ts'
import { documentOf } from '../../../harness/model/document.ts'
import { HarnessError, messageOf } from '../../../harness/model/errors.ts'
import type { Fault } from '../../../harness/model/fault.ts'
import type { Begin, Grant, Program, Reaction, Traits } from '../../../harness/model/program.ts'
import { positionAfter } from '../../../harness/model/position.ts'
import type { CallRecord } from '../../../harness/model/record.ts'
import { isNoFileStep, type PendingStep, type StepOutcome } from '../../../harness/model/step.ts'
import { describeThrown, type Thrown } from '../../../harness/model/thrown.ts'
import { writerLabel, type CallPlan } from '../../../harness/model/workload.ts'
import type { MemoryDirectory } from './memory-directory.ts'
import { Crash, ScriptedFs, StepError, type Given, type Script, type ScriptedTarget } from './script.ts'

const allTraits: Traits = {
  deterministic: true,
  virtualTime: true,
  knowsCalls: true,
  sources: false,
  tellsUseOfTimes: false,
}
const nothing = new Uint8Array(0)

/** Mode and owner of whatever a script makes. */
const ownAndPlain = [0o100777, process.getuid?.() ?? 0, process.getgid?.() ?? 0].join(' ')

type Result = Given | StepError
type Draft = { -readonly [Key in keyof Reaction]: Reaction[Key] } & { asked: PendingStep[] }

/** A script that waits for a step. */
interface Waiting {
  readonly step: PendingStep
  readonly data: Uint8Array
  /** Goes on with what the step gave. */
  readonly goOn: (result: Result) => void
}

/** A program whose code is a generator of steps, carried out in a directory in memory. It needs no process. */
export class ScriptedProgram implements Program {
  readonly traits: Traits
  label: string
  thrown: Thrown | null = null
  isAlive = true
  readonly #target: ScriptedTarget
  readonly #directory: MemoryDirectory
  readonly #pending = new Map<number, Waiting>()
  /** What steps gave while a synchronous one blocked: it is delivered after that. */
  #held: (() => void)[] = []
  #order: Begin | null = null
  #fs = new ScriptedFs(() => 0)
  #memory = new Map<string, unknown>()
  #reaction: Draft = { asked: [] }
  #calls = new Map<number, CallRecord>()
  #open = 0
  #last = 0
  #position = 0
  #told = 0
  #nowMillis = virtualStartMillis
  #hasLooked = false

  constructor(ordinal: number, target: ScriptedTarget, directory: MemoryDirectory, traits = allTraits) {
    this.label = writerLabel(ordinal)
    this.#target = target
    this.#directory = directory
    this.traits = traits
  }

  begin(order: Begin): Reaction {
    this.#order = order
    this.#pending.clear()
    this.#held = []
    this.#memory = new Map()
    this.#fs = new ScriptedFs(() => this.#lookAtClock())
    this.#last = 0
    this.#told = 0
    this.#position = order.recover?.position ?? 0
    this.#nowMillis = order.recover ? order.recover.nowMicros / 1000 : virtualStartMillis
    if (order.recover) this.#recover(() => this.#openTarget())
    else this.#openTarget()
    return this.#react()
  }

  grant({ id, position, nowMicros, fault, inode, inodes }: Grant): Reaction {
    this.#position = position
    this.#told = 0
    this.#nowMillis = nowMicros / 1000
    const waiting = this.#pending.get(id)
    if (!waiting) throw new Error(`step ${id} was granted, but is not pending`)
    this.#pending.delete(id)
    const shown = inodes ? inodes[waiting.step.path ?? ''] : inode
    const { outcome, result } = this.#carryOut(waiting, nowMicros, fault, shown?.number)
    this.#reaction.outcome = outcome
    // Its process has ended before anything else runs.
    if (fault?.kind === 'kill') return this.#react()
    const goOn = () => waiting.goOn(result)
    if (this.#blockedOn !== undefined) this.#held.push(goOn)
    else {
      goOn()
      while (this.#blockedOn === undefined && this.#held.length > 0) this.#held.shift()?.()
    }
    return this.#react()
  }

  kill(): void {
    this.isAlive = false
    if (this.#order) this.#directory.files.end(this.#order.writer)
  }

  faultOf(message: string): HarnessError {
    return new HarnessError(message, { process: this.label })
  }

  causeOfEnd(): Promise<HarnessError> {
    const how = this.thrown ? describeThrown(this.thrown) : 'has ended'
    return Promise.resolve(this.faultOf(`${this.label} ${how}`))
  }

  #react(): Reaction {
    const reaction = {
      ...this.#reaction,
      blockedOn: this.#blockedOn,
      ...(this.#calls.size > 0 && { calls: [...this.#calls.values()] }),
      ...(!this.#hasLooked && { untimed: true as const }),
    }
    this.#hasLooked = false
    this.#reaction = { asked: [] }
    this.#calls = new Map()
    return reaction
  }

  #lookAtClock(): number {
    this.#hasLooked = true
    return this.#nowMillis
  }

  get #blockedOn(): number | undefined {
    return [...this.#pending.values()].find(({ step }) => step.sync)?.step.id
  }

  #recover(then: () => void): void {
    const script = this.#target.recover?.(this.#fs)
    const over = (error: unknown) => {
      if (error !== undefined) this.#reaction.refused = `its recover(dir) throws ${messageOf(error)}`
      else {
        this.#reaction.recovered = true
        then()
      }
    }
    if (script) this.#run(0, script, over)
    else over(undefined)
  }

  #openTarget(): void {
    try {
      this.#target.open?.()
    } catch (error) {
      this.#reaction.refused = `its open() throws ${messageOf(error)}`
      return
    }
    this.#reaction.files = this.#target.files
    this.#open = 0
    this.#callFrom(0)
  }

  /** Makes the calls from the given one on, up to one that is awaited. */
  #callFrom(index: number): void {
    const { writer, workload } = this.#order as Begin
    const plan = workload.writers[writer - 1]?.[index]
    if (!plan) {
      if (this.#open === 0) this.#reaction.finished = true
      return
    }
    if (this.#pending.size > 0) this.#reaction.deferred = true
    this.#make(writer, index + 1, plan, () => {
      if (plan.awaited) this.#callFrom(index + 1)
      else if (this.#open === 0) this.#reaction.finished = true
    })
    if (!plan.awaited) this.#callFrom(index + 1)
  }

  #make(writer: number, call: number, plan: CallPlan, settled: () => void): void {
    const { operation, session } = plan
    const record = { writer, call, operation, session, invoked: this.#now() }
    this.#calls.set(call, { ...record, settled: null, outcome: 'pending' })
    this.#open += 1
    const bytes = Buffer.from(JSON.stringify(documentOf({ writer, call }, plan)))
    const made = this.#target.calls[operation]
    if (!made) throw new Error(`the scripted target has no call ${operation}`)
    const makeUnseen = (path: string) => this.#directory.makeFile(path)
    const script = made({ writer, call, plan, bytes, fs: this.#fs, memory: this.#memory, makeUnseen })
    this.#run(call, script, (error) => {
      this.#open -= 1
      const outcome = error === undefined ? 'acknowledged' : 'rejected'
      const message = error === undefined ? {} : { error: messageOf(error) }
      this.#calls.set(call, { ...record, settled: this.#now(), outcome, ...message })
      settled()
    })
  }

  /** Runs a script until it waits for a step, and on from there each time that step was granted. */
  #run(call: number, script: Script, over: (error: unknown) => void): void {
    const proceed = (result?: Result): void => {
      try {
        const next = result instanceof StepError ? script.throw(result) : script.next(result as Given)
        if (!next.done) {
          const { data = nothing, ...asked } = next.value
          this.#last += 1
          const step: PendingStep = { sync: false, ...asked, id: this.#last, call }
          this.#pending.set(step.id, { step, data, goOn: proceed })
          this.#reaction.asked.push(step)
          return
        }
      } catch (error) {
        if (error instanceof Crash) this.#crash(error)
        else over(error)
        return
      }
      over(undefined)
    }
    proceed()
  }

  #crash(error: Crash): void {
    this.thrown = { message: error.message, isRejection: false, place: null }
    this.#reaction.thrown = this.thrown
  }

  #carryOut(
    { step, data }: Waiting,
    nowMicros: number,
    fault: Fault | undefined,
    inode: number | undefined,
  ): { outcome: StepOutcome; result: Result } {
    if (fault?.kind === 'errno') return failing(fault.code)
    const none: Given = { bytes: 0, data: nothing, stat: { inode, modifiedMillis: 0 }, names: [] }
    if (isNoFileStep(step)) return { outcome: {}, result: none }
    const cut = fault && 'bytes' in fault ? data.subarray(0, fault.bytes) : data
    const op = step.op as FileOperation
    const request = requestOf(op, {
      step,
      outcome: {},
      path: { path: step.path || '.' },
      to: { path: step.to || '.' },
      data: cut,
    })
    if (!request) throw new Error(`a script cannot ask for ${op}`)
    const nowNanos = BigInt(Math.floor(nowMicros / 1000)) * 1_000_000n
    const asker = { writer: this.#order?.writer ?? 0, nowNanos }
    const performed = this.#directory.files.perform(op, asker, request)
    if (performed.kind === 'failed') return failing(performed.errno)
    if (performed.kind === 'unknown') throw new Error(performed.reason)
    const { result } = performed
    if ('entries' in result)
      return { outcome: {}, result: { ...none, names: result.entries.map(({ name }) => name) } }
    if ('modifiedNanos' in result) {
      const stat = { inode, modifiedMillis: Number(result.modifiedNanos / 1_000_000n) }
      return { outcome: {}, result: { ...none, stat } }
    }
    if ('data' in result) {
      const bytes = result.data.length
      return { outcome: { bytes }, result: { ...none, bytes, data: result.data } }
    }
    if (!('bytes' in result)) return { outcome: op === 'open' ? { made: ownAndPlain } : {}, result: none }
    return { outcome: { bytes: result.bytes }, result: { ...none, bytes: result.bytes } }
  }

  /** A position for something that happens now. */
  #now(): number {
    this.#told += 1
    return positionAfter(this.#position, this.#told)
  }
}

function failing(code: string): { outcome: StepOutcome; result: StepError } {
  return { outcome: { error: code }, result: new StepError(code) }
}
