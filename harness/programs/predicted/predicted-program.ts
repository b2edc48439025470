import { HarnessError, Unlearned } from '../../model/errors.ts'
import type { Begin, Grant, Program, Reaction, Traits } from '../../model/program.ts'
import { positionAfter } from '../../model/position.ts'
import type { CallRecord } from '../../model/record.ts'
import type { PendingStep } from '../../model/step.ts'
import { writerLabel } from '../../model/workload.ts'
import { beginningOf } from './beginning.ts'
import { placeAfter, type Learned, type LearnedCall, type Place } from './learned.ts'
import type { World } from './world.ts'

const traits: Traits = {
  deterministic: true,
  virtualTime: true,
  knowsCalls: true,
  sources: false,
  tellsUseOfTimes: true,
}

/** Nobody: what a writer does is foretold by what it was seen to do after the same observations. */
export class PredictedProgram implements Program {
  readonly traits = traits
  readonly thrown = null
  readonly label: string
  readonly #ordinal: number
  readonly #learned: Learned
  readonly #world: World
  #place: Place | null = null
  #pending: readonly PendingStep[] = []
  #calls: ReadonlyMap<number, CallRecord> = new Map()

  constructor(ordinal: number, learned: Learned, world: World) {
    this.#ordinal = ordinal
    this.label = writerLabel(ordinal)
    this.#learned = learned
    this.#world = world
  }

  /** The same, from where each goes on by itself. @param world of the fork */
  fork(world: World): PredictedProgram {
    const fork = new PredictedProgram(this.#ordinal, this.#learned, world)
    fork.#place = this.#place
    fork.#pending = this.#pending
    fork.#calls = this.#calls
    return fork
  }

  /** @throws Unlearned where no program was seen to begin like this. */
  begin(order: Begin): Reaction {
    this.#pending = []
    this.#calls = new Map()
    const place = this.#learned.beginnings.get(beginningOf(order, this.#world.tellsValues, this.#world.gone))
    return this.#comeTo(place, order.recover?.position ?? 0)
  }

  /** @throws Unlearned where this was never observed. */
  grant({ id, position, nowMicros, fault }: Grant): Reaction {
    const step = this.#pending.find((each) => each.id === id)
    const place = this.#place
    if (!step || !place) throw new Error(`step ${id} was granted, but is not pending`)
    const { gone } = this.#world
    const after = (tells: string) => placeAfter(place, { step: id, tells, nowMicros, gone })
    if (fault?.kind === 'errno') return this.#comeTo(after(`fault ${fault.code}`), position, id)
    const foreseen = this.#world.shadow.foresee(this.#ordinal, step, {
      untold: place.untold.get(id) ?? {},
      fault,
      nowMicros,
    })
    if (!foreseen) throw new Unlearned()
    // Its process is gone before it learns what came of it.
    if (fault?.kind === 'kill') return { outcome: { bytes: foreseen.bytes ?? 0 } }
    return this.#comeTo(after(foreseen.happened.tells), position, id)
  }

  kill(): void {
    this.#world.end(this.#ordinal)
  }

  faultOf(message: string): HarnessError {
    return new HarnessError(message, { process: this.label })
  }

  causeOfEnd(): Promise<HarnessError> {
    return Promise.resolve(this.faultOf(`${this.label} has ended`))
  }

  #comeTo(place: Place | undefined, position: number, granted?: number): Reaction {
    if (!place) throw new Unlearned()
    this.#place = place
    const { reaction, outcome, asked, calls } = place.learned
    const asking = { writer: this.#ordinal, origins: place.origins }
    const steps = (reaction.asked ?? []).map((step, index) => this.#world.named(step, asked[index], asking))
    const isOver = (id: number) => id === granted || reaction.withdrawn?.includes(id)
    this.#pending = [...this.#pending.filter(({ id }) => !isOver(id)), ...steps]
    const told = calls.map((call) => this.#recordOf(call, position))
    if (told.length > 0)
      this.#calls = new Map([...this.#calls, ...told.map((record) => [record.call, record] as const)])
    return { ...reaction, asked: steps, outcome, ...(told.length > 0 && { calls: told }) }
  }

  #recordOf({ record, invoked, settled }: LearnedCall, position: number): CallRecord {
    const before = this.#calls.get(record.call)
    return {
      ...record,
      invoked: invoked === null ? (before?.invoked ?? record.invoked) : positionAfter(position, invoked),
      settled:
        record.settled === null
          ? null
          : settled === null
            ? (before?.settled ?? record.settled)
            : positionAfter(position, settled),
    }
  }
}
