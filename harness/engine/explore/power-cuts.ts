import type { Classify } from '../../model/content.ts'
import { digestOf } from '../../model/digest.ts'
import { persistenceNames, type Fault, type Struck } from '../../model/fault.ts'
import type { CallRecord, ExecutionRecord } from '../../model/record.ts'
import type { Schedule } from '../../model/schedule.ts'
import { scheduleOf, type StepEvent } from '../../model/step-log.ts'
import type { OracleName } from '../../model/verdict.ts'
import { startedAgain } from '../../model/workload.ts'
import { imagesOf, persistenceModels, type DiskImage, type Tree } from '../../faults/power-loss/index.ts'
import { memoryOf } from '../../oracles/index.ts'
import type { Execution } from '../execute/execute.ts'

/** What there is to judge at the moment when power comes back, before the application starts again. */
export interface PowerCut {
  readonly record: ExecutionRecord
  readonly tree: Tree
  /** The steps up to the loss, the last one struck by it. */
  readonly schedule: () => Schedule
}

export interface PowerCutOptions {
  readonly classify: Classify
  readonly recovers: boolean
  readonly oracles: readonly OracleName[]
  readonly seed: number
  /** Draws one of the steps after which power may be lost; absent where each is taken. */
  readonly draw?: (below: number) => number
}

/**
 * Every image that a power loss may leave, after each step of an execution that went on to its end. What had been asked
 * of the disk by then, and what had been acknowledged, is known: it need not be carried out again for each.
 */
export class PowerCuts {
  /** True once images were left out, since there were too many. */
  isCut = false
  /** Moments of executions that begin alike, and what was promised with what the disk then had. */
  readonly #moments = new Set<string>()
  readonly #judged = new Set<string>()

  of(execution: Execution, options: PowerCutOptions): Iterable<PowerCut> {
    return this.#from(execution, options)
  }

  *#from(execution: Execution, options: PowerCutOptions): Generator<PowerCut> {
    const { disk, record } = execution
    if (!disk || disk.unreadable !== null || record.restart) return
    const steps = execution.log()
    const moments = momentsOf(execution, steps)
    const drawn = options.draw && moments.length > 0 ? moments[options.draw(moments.length)] : null
    let history = digestOf(record.workload, options.seed)
    for (const step of steps) {
      const { position } = step
      history = digestOf(history, scheduleOf([step]), step.error, step.bytes)
      const isTaken = drawn === null ? moments.includes(position) : position === drawn
      if (!isTaken || this.#moments.has(history)) continue
      this.#moments.add(history)
      yield* this.#after(execution, steps, position, options)
    }
  }

  *#after(execution: Execution, steps: readonly StepEvent[], position: number, options: PowerCutOptions) {
    const { disk, record } = execution
    const { oracles, seed } = options
    const operations = disk?.operations.slice(0, disk.after[position - 1]) ?? []
    const calls = callsUpTo(record.calls, position)
    const before = record.faults.slice(0, steps.slice(0, position).filter(wasStruck).length)
    for (const model of persistenceNames) {
      const { images, isCut } = imagesOf(operations, persistenceModels[model], { seed })
      this.isCut ||= isCut
      for (const image of images) {
        const fault: Fault = { kind: 'power-loss', model, missing: image.missing }
        const cut = recordOf(execution, { fault, before, step: steps[position - 1]!, calls, image }, options)
        const key = digestOf(model, image.key, record.workload, memoryOf(cut, oracles))
        if (this.#judged.has(key)) continue
        this.#judged.add(key)
        yield { record: cut, tree: image.tree, schedule: () => struckBy(steps.slice(0, position), fault) }
      }
    }
  }
}

/**
 * Steps after which there may be something else on disk, or something else be promised, than after the one before. One
 * that an error strikes is not among them: a decision has one fault.
 */
function momentsOf({ disk, record }: Execution, steps: readonly StepEvent[]): number[] {
  const settled = new Set(record.calls.map((call) => Math.floor(call.settled ?? -1)))
  return (disk?.after ?? []).flatMap((count, index) => {
    const before = disk?.after[index - 1] ?? 0
    const isStruck = steps[index] !== undefined && wasStruck(steps[index])
    return !isStruck && (count !== before || settled.has(index + 1)) ? [index + 1] : []
  })
}

function wasStruck({ fault, aftermath }: StepEvent): boolean {
  return fault !== undefined || aftermath !== undefined
}

/** The calls as they stood once the writers had made of a step what they would. */
function callsUpTo(calls: readonly CallRecord[], position: number): CallRecord[] {
  return calls
    .filter(({ invoked }) => invoked < position + 1)
    .map((call): CallRecord => {
      if (call.settled !== null && call.settled < position + 1) return call
      const { writer, call: ordinal, operation, session, invoked } = call
      return { writer, call: ordinal, operation, session, invoked, settled: null, outcome: 'pending' }
    })
}

interface Loss {
  readonly fault: Fault
  /** What had struck by then. */
  readonly before: readonly Struck[]
  readonly step: StepEvent
  readonly calls: readonly CallRecord[]
  readonly image: DiskImage
}

function recordOf(
  { record }: Execution,
  { fault, before, step, calls, image }: Loss,
  { classify, recovers }: PowerCutOptions,
): ExecutionRecord {
  const { workload, files } = record
  const finals = Object.fromEntries(
    Object.entries(files).map(([session, file]) => [session, classify(session, bytesIn(image.tree, file))]),
  )
  const entries = [...image.tree].map(([path, { kind }]) => (kind === 'directory' ? `${path}/` : path))
  const { writer, call, op, path, position } = step
  return {
    workload: startedAgain(workload),
    calls,
    reads: [],
    finals,
    files,
    entries,
    faults: [...before, { fault, writer, call, op, path }],
    restart: { position, recovers, finals, entries },
    observed: false,
  }
}

/** A session file that is a symbolic link is no file that a crash has left: it leads to one. */
function bytesIn(tree: Tree, path: string): Uint8Array | null {
  const node = tree.get(path)
  if (node?.kind === 'symlink')
    return bytesIn(new Map([...tree].filter(([other]) => other !== path)), node.to)
  return node?.kind === 'file' ? node.bytes : null
}

function struckBy(steps: readonly StepEvent[], fault: Fault): Schedule {
  const schedule = scheduleOf(steps)
  const last = schedule.at(-1)
  return last ? [...schedule.slice(0, -1), { ...last, fault }] : []
}

/**
 * What an image is judged by before it is carried out: these are told by what is on disk alone. Where the target
 * recovers, what looks wrong may yet be mended, so that it takes an execution to tell.
 */
export function toldByImage(oracles: readonly OracleName[]): OracleName[] {
  return oracles.filter((name) => name === 'acknowledged-survives' || name === 'no-litter')
}
