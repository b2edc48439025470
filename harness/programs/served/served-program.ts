import { nanosOf } from '../../filesystem/shadow/units.ts'
import { HarnessError } from '../../model/errors.ts'
import type { Fault } from '../../model/fault.ts'
import type { Begin, Grant, Program, Reaction, Traits } from '../../model/program.ts'
import { positionAfter } from '../../model/position.ts'
import type { CallRecord } from '../../model/record.ts'
import type { PendingStep, Step, StepOutcome } from '../../model/step.ts'
import { writerLabel } from '../../model/workload.ts'
import type { Client } from './files/client.ts'
import { forgetting, refusal } from './fuse/replies.ts'
import type { FuseRequest } from './fuse/requests.ts'
import type { Mount } from './mount.ts'
import { Quiet } from './process/quiet.ts'
import { systemCallOf, type SystemCall } from './process/system-calls.ts'
import type { CommandRun, Commands } from './process/command-run.ts'
import { answerNoise, carryOut } from './steps/carry-out.ts'
import { firstPieceBytes, stepOfCall, stepOfRequest, targetOf } from './steps/naming.ts'
import { WholeCall } from './steps/whole-call.ts'

/** Time, randomness and process numbers are the machine's: `docs/any-program.md` tells what that means. */
const traits: Traits = { deterministic: true, virtualTime: 'machine', knowsCalls: true, sources: false }

/** A request that waits for its step to be granted. */
interface Held {
  readonly step: PendingStep
  readonly request: FuseRequest
  /** The whole of which it is the beginning; null where it is a step of its own. */
  readonly call: SystemCall | null
  /** How much of a write is written already. */
  readonly doneBytes: number
}

type Draft = { -readonly [Key in keyof Reaction]: Reaction[Key] } & {
  asked: PendingStep[]
  uncontrolled: string[]
}

/** What the commands of a writer are: asked of the target once for each workload. */
export interface CommandSource {
  commandsOf(order: Begin): Commands
}

export interface ServedProgramOptions {
  readonly ordinal: number
  readonly mount: Mount
  readonly client: Client
  readonly run: CommandRun
  readonly commands: CommandSource
  /** Where its files are served. */
  readonly root: string
}

/** Any program, started once a call, whose file system this process serves: it is held at each of its requests. */
export class ServedProgram implements Program {
  readonly traits = traits
  readonly thrown = null
  label: string
  readonly #options: ServedProgramOptions
  readonly #held = new Map<number, Held>()
  #order: Begin | null = null
  #commands: Commands | null = null
  #reaction: Draft = newReaction()
  readonly #calls = new Map<number, CallRecord>()
  #whole: WholeCall | null = null
  #call = 0
  #isRecovering = false
  #lastStep = 0
  #position = 0
  #told = 0

  constructor(options: ServedProgramOptions) {
    this.#options = options
    this.label = writerLabel(options.ordinal)
  }

  begin(order: Begin): Reaction {
    this.kill()
    const { client, commands, mount } = this.#options
    // Nothing of it runs: what waits in a directory would keep the kernel from forgetting a name there.
    for (const [directory, name] of client.nodes.takeTold()) mount.device.write(forgetting(directory, name))
    client.reset(order.writer)
    if (order.recover) client.nowNanos = nanosOf(order.recover.nowMicros / 1000)
    this.#order = order
    this.#lastStep = 0
    this.#call = 0
    this.#told = 0
    this.#position = order.recover?.position ?? 0
    this.#reaction = newReaction()
    this.#commands = commands.commandsOf(order)
    this.#reaction.files = this.#commands.files
    this.#isRecovering = order.recover !== undefined && this.#commands.recover !== null
    if (order.recover && !this.#isRecovering) this.#reaction.recovered = true
    if (this.#isRecovering && this.#commands.recover) this.#options.run.start(this.#commands.recover)
    else this.#startNext()
    this.#settle()
    return this.#react()
  }

  grant({ id, position, nowMicros, fault }: Grant, doing: () => string): Reaction {
    const held = this.#held.get(id)
    if (!held) throw this.faultOf(`${doing()} was granted, but is not pending`)
    this.#held.delete(id)
    this.#position = position
    this.#told = 0
    this.#options.client.nowNanos = nanosOf(nowMicros / 1000)
    this.#reaction.outcome = this.#carryOut(held, fault)
    if (fault?.kind === 'kill') {
      // Its write is not answered: that is for its end to do.
      this.#held.set(id, held)
      return this.#react()
    }
    this.#settle()
    if (this.#whole) this.#reaction.outcome = this.#outcomeOf(this.#whole)
    this.#whole = null
    return this.#react()
  }

  isHeldUp(id: number): boolean {
    const held = this.#held.get(id)
    return held !== undefined && this.#options.client.locks.isHeldUp(held.request)
  }

  kill(): void {
    const { mount, run, client } = this.#options
    if (!run.isRunning) {
      this.#held.clear()
      return
    }
    run.kill()
    // A request that is held keeps its process from dying.
    for (const { request } of this.#held.values()) mount.device.write(refusal(request.header.unique, 'EINTR'))
    this.#held.clear()
    this.#whole = null
    run.awaitDeath(() => {
      for (let request = mount.device.read(); request; request = mount.device.read())
        mount.device.write(refusal(request.header.unique, 'EINTR'))
    })
    client.end()
  }

  faultOf(message: string): HarnessError {
    return new HarnessError(message, { process: this.label, stderr: this.#options.run.stderr })
  }

  causeOfEnd(): Promise<HarnessError> {
    return Promise.resolve(this.faultOf(`${this.label} has ended`))
  }

  /** Ends what runs, and gives up the mount. */
  close(): void {
    this.kill()
    this.#options.mount.close()
  }

  #react(): Reaction {
    const { calls, ...reaction } = this.#reaction
    this.#reaction = newReaction()
    return calls && calls.length > 0 ? { ...reaction, calls } : reaction
  }

  /** Answers and holds what is asked for, until nobody can ask for anything more. */
  #settle(): void {
    const { mount, run } = this.#options
    const quiet = new Quiet(run)
    while (run.isRunning) {
      const request = mount.device.read()
      if (request) {
        this.#take(request)
        quiet.disturb()
        continue
      }
      if (run.hasEnded()) {
        this.#endCall()
        quiet.disturb()
        continue
      }
      const state = quiet.look([...this.#held.values()].map((held) => held.request.header.pid))
      if (state === 'quiet') return
      if (state !== 'busy') {
        this.#reaction.stalledOn = [state.waitsFor]
        return
      }
    }
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
    if (header.pid === 0) this.#reaction.uncontrolled.push(`${body.op} by no thread of the program`)
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

  #hold({ step, ...held }: Omit<Held, 'step'> & { readonly step: Omit<Step, 'sync'> }): void {
    this.#lastStep += 1
    const pending = { ...step, sync: false, id: this.#lastStep, call: this.#call }
    this.#held.set(pending.id, { ...held, step: pending })
    this.#reaction.asked.push(pending)
  }

  #wholeHandle = 0

  /** Lets one request go, and gives what came of it as far as that is known already. */
  #carryOut(held: Held, fault: Fault | undefined): StepOutcome {
    const { client, mount } = this.#options
    const { request, step, call } = held
    if (request.body.op === 'write') return this.#write(held, fault)
    if (fault?.kind === 'errno') {
      mount.device.write(refusal(request.header.unique, fault.code))
      return { error: fault.code }
    }
    const answer = carryOut(request, client, step.handle ?? 0)
    if (call) {
      this.#whole = new WholeCall(request.header.pid, call)
      this.#wholeHandle = step.handle ?? 0
      this.#whole.note(request, answer)
    }
    mount.device.write(answer.message)
    return answer.outcome
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
      const { id: _, call: __, sync: ___, ...again } = step
      const bytes = firstPieceBytes(body.data.length - done, true)
      this.#hold({ ...held, doneBytes: done, step: { ...again, bytes, position: body.offset + done } })
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
    this.#reaction.uncontrolled.push(`${what}: the kernel has not asked for what it should have`)
    return {}
  }

  #startNext(): void {
    const { run } = this.#options
    const { writer, workload } = this.#order as Begin
    for (;;) {
      this.#call += 1
      const plan = workload.writers[writer - 1]?.[this.#call - 1]
      if (!plan) {
        this.#call = 0
        this.#reaction.finished = true
        return
      }
      const { operation, session } = plan
      const record = { writer, call: this.#call, operation, session, invoked: this.#now() }
      const command = this.#commands?.calls[this.#call - 1]
      if (command) {
        this.#note({ ...record, settled: null, outcome: 'pending' })
        run.start(command)
        return
      }
      // Who only looks does so without a program.
      this.#note({ ...record, settled: this.#now(), outcome: 'acknowledged' })
    }
  }

  /** The program of the call has ended. */
  #endCall(): void {
    const { run } = this.#options
    const failure = run.finish()
    if (this.#isRecovering) {
      this.#isRecovering = false
      if (failure === null) this.#reaction.recovered = true
      else this.#reaction.refused = `its recover(dir) throws: ${failure}`
      if (failure === null) this.#startNext()
      return
    }
    const record = this.#calls.get(this.#call)
    if (record)
      this.#note({
        ...record,
        settled: this.#now(),
        ...(failure === null ? { outcome: 'acknowledged' } : { outcome: 'rejected', error: failure }),
      })
    this.#startNext()
  }

  #note(record: CallRecord): void {
    this.#calls.set(record.call, record)
    this.#reaction.calls = [
      ...(this.#reaction.calls ?? []).filter(({ call }) => call !== record.call),
      record,
    ]
  }

  /** A position for something that happens now. */
  #now(): number {
    this.#told += 1
    return positionAfter(this.#position, this.#told)
  }
}

function isLook(body: FuseRequest['body']): boolean {
  return body.op === 'plain' && body.opcode === 'getattr'
}

function newReaction(): Draft {
  return { asked: [], uncontrolled: [] }
}
