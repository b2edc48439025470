import { nanosOf } from '../../filesystem/shadow/units.ts'
import { HarnessError } from '../../model/errors.ts'
import type { Fault } from '../../model/fault.ts'
import {
  ProgramGone,
  type Begin,
  type Grant,
  type Program,
  type Reaction,
  type Traits,
} from '../../model/program.ts'
import type { PendingStep, Step, StepOutcome } from '../../model/step.ts'
import type { Thrown } from '../../model/thrown.ts'
import { writerLabel } from '../../model/workload.ts'
import type { Acting } from './acting.ts'
import type { Client } from './files/client.ts'
import { forgetting, refusal } from './fuse/replies.ts'
import type { FuseRequest } from './fuse/requests.ts'
import type { Mount } from './mount.ts'
import { Quiet } from './process/quiet.ts'
import { systemCallOf, type SystemCall } from './process/system-calls.ts'
import { ReactionDraft } from './reaction-draft.ts'
import { answerNoise, carryOut } from './steps/carry-out.ts'
import { firstPieceBytes, stepOfCall, stepOfRequest, targetOf } from './steps/naming.ts'
import { waitsForInode } from './steps/inode-locks.ts'
import { WholeCall } from './steps/whole-call.ts'

/** Time, randomness and process numbers are the machine's: `docs/any-program.md` tells what that means. */
const traits: Traits = {
  deterministic: true,
  virtualTime: 'machine',
  knowsCalls: true,
  sources: false,
  tellsUseOfTimes: false,
}

/** A request that waits for its step to be granted. */
interface Held {
  readonly step: PendingStep
  readonly request: FuseRequest
  /** The whole of which it is the beginning; null where it is a step of its own. */
  readonly call: SystemCall | null
  /** How much of a write is written already. */
  readonly doneBytes: number
}

/** A look for a name that an error has struck, of which the kernel tells nobody yet: it asks once more. */
interface Refused {
  readonly request: FuseRequest
  readonly code: string
}

/** A request for which no step was asked for yet. */
type Arrived = Omit<Held, 'step'> & { readonly step: Omit<Step, 'sync'>; readonly ofCall: number }

export interface ServedProgramOptions {
  readonly ordinal: number
  readonly mount: Mount
  readonly client: Client
  /** What it does. */
  readonly acting: Acting
  /** Where its files are served. */
  readonly root: string
}

/** Any program, whose file system this process serves: it is held at each of its requests. */
export class ServedProgram implements Program {
  readonly traits = traits
  label: string
  readonly #options: ServedProgramOptions
  readonly #held = new Map<number, Held>()
  /** Calls whose start is a step that waits to be granted, by that step. */
  readonly #starts = new Map<number, number>()
  /** What has come since the last reaction. */
  #arrived: Arrived[] = []
  readonly #reaction = new ReactionDraft()
  #whole: WholeCall | null = null
  #refused: Refused | null = null

  constructor(options: ServedProgramOptions) {
    this.#options = options
    this.label = writerLabel(options.ordinal)
  }

  get thrown(): Thrown | null {
    return this.#options.acting.thrown
  }

  begin(order: Begin): Reaction {
    const { client, acting, mount } = this.#options
    if (!acting.isIdle || this.#held.size > 0) this.kill()
    this.#held.clear()
    this.#arrived = []
    this.#starts.clear()
    // It asks for nothing: what waits in a directory would keep the kernel from forgetting a name there.
    for (const [directory, name] of client.nodes.takeTold()) mount.device.write(forgetting(directory, name))
    client.reset(order.writer)
    if (order.recover) client.nowNanos = nanosOf(order.recover.nowMicros / 1000)
    this.#reaction.reset(order.recover?.position ?? 0)
    acting.begin(order, this.#reaction)
    this.#settle()
    return this.#reaction.take()
  }

  grant({ id, position, nowMicros, fault }: Grant, doing: () => string): Reaction {
    const { acting, client } = this.#options
    this.#reaction.at(position)
    client.nowNanos = nanosOf(nowMicros / 1000)
    const starts = this.#starts.get(id)
    if (starts !== undefined) return this.#begins(id, starts)
    const held = this.#held.get(id)
    if (!held) throw this.faultOf(`${doing()} was granted, but is not pending`)
    this.#held.delete(id)
    acting.goesOnWith(held.step.call)
    this.#reaction.tell({ outcome: this.#carryOut(held, fault) })
    if (fault?.kind === 'kill') {
      // Its write is not answered: that is for its end to do.
      this.#held.set(id, held)
      return this.#reaction.take()
    }
    this.#settle()
    if (this.#whole) this.#reaction.tell({ outcome: this.#outcomeOf(this.#whole) })
    this.#whole = null
    this.#refused = null
    return this.#reaction.take()
  }

  isHeldUp(id: number): boolean {
    const held = this.#held.get(id)
    if (!held) return false
    const { client } = this.#options
    return client.locks.isHeldUp(held.request) || this.#waitsForInode(id, held)
  }

  #waitsForInode(id: number, { call }: Held): boolean {
    return call !== null && waitsForInode(call, this.#requestsBeside(id), this.#options.client)
  }

  *#requestsBeside(id: number): Generator<FuseRequest> {
    for (const [other, { request }] of this.#held) if (other !== id) yield request
  }

  kill(): void {
    const { mount, acting, client } = this.#options
    this.#starts.clear()
    this.#whole = null
    if (acting.isRunning) {
      acting.kill(() => {
        this.#letGo()
        for (let request = mount.device.read(); request; request = mount.device.read())
          mount.device.write(refusal(request.header.unique, 'EINTR'))
      })
      client.end()
    }
    this.#held.clear()
  }

  faultOf(message: string): HarnessError {
    return new HarnessError(message, { process: this.label, stderr: this.#options.acting.stderr })
  }

  causeOfEnd(): Promise<HarnessError> {
    return Promise.resolve(this.faultOf(`${this.label} ${this.#options.acting.end}`))
  }

  /** Ends what runs, and gives up the mount. */
  close(): void {
    this.kill()
    this.#options.mount.close()
  }

  /** The start of a call was a step. */
  #begins(id: number, call: number): Reaction {
    this.#starts.delete(id)
    this.#options.acting.start(call)
    this.#reaction.tell({ outcome: {} })
    this.#settle()
    return this.#reaction.take()
  }

  /** Answers and holds what is asked for, until nobody can ask for anything more. */
  #settle(): void {
    const { mount, acting } = this.#options
    const quiet = new Quiet(acting)
    while (acting.isRunning) {
      const request = mount.device.read()
      if (request) {
        this.#take(request)
        quiet.disturb()
        continue
      }
      if (acting.advance()) {
        quiet.disturb()
        continue
      }
      if (acting.isIdle && this.#waiting.length === 0) break
      const threads = this.#waiting.map((held) => held.request.header.pid)
      const state = quiet.look(threads, acting.waits)
      if (state === 'busy') continue
      if (state !== 'quiet') {
        this.#reaction.tell({ stalledOn: [state.waitsFor] })
        break
      }
      // It may have ended since.
      if (acting.advance()) {
        quiet.disturb()
        continue
      }
      if (quiet.isKeptWaiting) this.#reaction.tell({ keptWaiting: true })
      if (!this.#goesOn()) break
      quiet.disturb()
    }
    this.#askInOrder()
    if ([...this.#held].some(([id, held]) => this.#waitsForInode(id, held)))
      this.#reaction.tell({ keptWaiting: true })
    if (!acting.isRunning) this.#noteEnd()
  }

  get #waiting(): readonly Pick<Held, 'request'>[] {
    return [...this.#held.values(), ...this.#arrived]
  }

  /** Who was first of those that run side by side is for no schedule to say: they ask in an order of their own. */
  #askInOrder(): void {
    const { acting } = this.#options
    // By now it is known whose each process is.
    const known = this.#arrived.map((each) => ({
      ...each,
      ofCall: acting.callOf(each.request.header.pid) ?? each.ofCall,
    }))
    const arrived = known.toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
    this.#arrived = []
    const handles = arrived.flatMap(({ step }) => (step.op === 'open' ? [step.handle ?? 0] : []))
    handles.sort((one, other) => one - other)
    for (const { step, ofCall, ...held } of arrived) {
      const asked = step.op === 'open' ? { ...step, handle: handles.shift() } : step
      const pending = this.#reaction.ask(asked, ofCall)
      this.#held.set(pending.id, { ...held, step: pending })
    }
  }

  /** Whether it goes on, though nobody can ask for anything by himself. */
  #goesOn(): boolean {
    const resting = this.#options.acting.rest(this.#waiting.length > 0)
    if (typeof resting === 'string') return resting === 'goes on'
    this.#askInOrder()
    const { id } = this.#reaction.ask({ op: 'begin' }, resting.starts)
    this.#starts.set(id, resting.starts)
    return false
  }

  /** Nothing of it runs any more: what it has asked for will never be. */
  #noteEnd(): void {
    // What it had open was closed before it was seen to have ended, and with that it gave back its locks.
    this.#takeAll()
    for (const id of [...this.#held.keys(), ...this.#starts.keys()]) this.#reaction.withdraw(id)
    this.#starts.clear()
    this.#letGo()
    if (this.#options.acting.isGone) throw new ProgramGone(this, 0)
  }

  /** A request that is held keeps its process from dying. */
  #letGo(): void {
    const { device } = this.#options.mount
    for (const { request } of this.#held.values()) device.write(refusal(request.header.unique, 'EINTR'))
    this.#held.clear()
  }

  #takeAll(): void {
    const { device } = this.#options.mount
    for (let request = device.read(); request; request = device.read()) this.#take(request)
  }

  #take(request: FuseRequest): void {
    const { client, mount, root } = this.#options
    const { header, body } = request
    if (this.#whole?.takes(request)) {
      const answer = carryOut(request, client, this.#wholeHandle)
      this.#whole.note(request, answer)
      mount.device.write(answer.message)
      return
    }
    if (this.#refused && isSameLookup(this.#refused.request, request)) {
      mount.device.write(refusal(header.unique, this.#refused.code))
      this.#refused = null
      return
    }
    const asked = this.#stepOf(request)
    if (!asked) {
      const answer = answerNoise(request, client)
      if (answer) mount.device.write(answer)
      return
    }
    const { step: named, call } = asked
    const step =
      body.op === 'symlink' && named.to !== undefined
        ? { ...named, path: targetOf(body.target, named.to, root) }
        : named
    this.#hold({ step, request, call, doneBytes: 0 })
    // What is asked for on behalf of nobody holds nobody.
    if (header.pid === 0) this.#reaction.noteUncontrolled(`${body.op} by no thread of the program`)
  }

  #stepOf(request: FuseRequest): { step: Omit<Step, 'sync'>; call: SystemCall | null } | null {
    const { client, root } = this.#options
    const { header, body } = request
    const mayBegin = body.op === 'lookup' || body.op === 'open' || body.op === 'opendir' || isLook(body)
    const call = mayBegin && header.pid !== 0 ? systemCallOf(header.pid, root) : null
    if (call && call.kind !== 'symlink') return { step: stepOfCall(call, client), call }
    const step = stepOfRequest(request, client)
    return step && { step, call: null }
  }

  #hold(request: Omit<Arrived, 'ofCall'>): void {
    this.#arrived.push({ ...request, ofCall: this.#options.acting.call })
  }

  #wholeHandle = 0

  /** Lets one request go, and gives what came of it as far as that is known already. */
  #carryOut(held: Held, fault: Fault | undefined): StepOutcome {
    const { client, mount } = this.#options
    const { request, step, call } = held
    if (request.body.op === 'write') return this.#write(held, fault)
    if (fault?.kind === 'errno') {
      if (client.forgets(request, fault.code)) this.#refused = { request, code: fault.code }
      mount.device.write(refusal(request.header.unique, fault.code))
      return { error: fault.code }
    }
    const answer = carryOut(request, client, step.handle ?? 0)
    if (call) {
      this.#whole = new WholeCall(request.header.pid, call)
      this.#wholeHandle = step.handle ?? 0
      this.#whole.note(request, answer)
    }
    if (request.body.op === 'setlkw' && answer.outcome.error !== undefined) this.#holdAgain(held)
    else mount.device.write(answer.message)
    return answer.outcome
  }

  /** It has done something, and has yet to be granted the rest. */
  #holdAgain(held: Held, rest: Partial<Arrived['step']> = {}): void {
    const { id: _, call: __, sync: ___, ...step } = held.step
    this.#hold({ ...held, step: { ...step, ...rest } })
  }

  /** A piece of a write. What was written before a piece that fails is a short write, as from the kernel. */
  #write(held: Held, fault: Fault | undefined): StepOutcome {
    const { client, mount } = this.#options
    const { request, step, doneBytes } = held
    const { body, header } = request
    if (body.op !== 'write') throw this.faultOf('a write should be a write')
    const asked = step.bytes ?? 0
    const allowed = fault && 'bytes' in fault ? Math.min(asked, fault.bytes ?? asked) : asked
    const outcome =
      fault?.kind === 'errno'
        ? { error: fault.code }
        : client.write(body, body.data.subarray(doneBytes, doneBytes + allowed), doneBytes)
    if (fault?.kind === 'kill') return outcome
    const done = doneBytes + (outcome.bytes ?? 0)
    const isOver = outcome.error !== undefined || allowed < asked || done >= body.data.length
    if (!isOver) {
      const bytes = firstPieceBytes(body.data.length - done, true)
      this.#holdAgain({ ...held, doneBytes: done }, { bytes, position: body.offset + done })
    } else if (outcome.error !== undefined && done === 0)
      mount.device.write(refusal(header.unique, outcome.error))
    else mount.device.write(client.written(request, done))
    return outcome
  }

  /** What a system call has given that the kernel has ended by itself. */
  #outcomeOf(whole: WholeCall): StepOutcome {
    const outcome = whole.outcome ?? whole.foreseen(this.#options.client)
    if (outcome) return outcome
    const what = `${whole.call.kind} ${whole.call.paths.join(' → ')}`
    this.#reaction.noteUncontrolled(`${what}: the kernel has not asked for what it should have`)
    return {}
  }
}

/** Steps that are alike in all of this may change places. */
function orderOf({ step: { op, path, to, position, bytes }, ofCall }: Arrived): string {
  return JSON.stringify([ofCall, op, path, to, position, bytes])
}

function isSameLookup(one: FuseRequest, other: FuseRequest): boolean {
  const [first, second] = [one.body, other.body]
  if (first.op !== 'lookup' || second.op !== 'lookup' || first.name !== second.name) return false
  return one.header.node === other.header.node && one.header.pid === other.header.pid
}

function isLook(body: FuseRequest['body']): boolean {
  return body.op === 'plain' && body.opcode === 'getattr'
}
