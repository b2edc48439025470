import type { CanonicalNames } from '../../model/canonical-names.ts'
import type { Classify } from '../../model/content.ts'
import { digestOf } from '../../model/digest.ts'
import type { Fault, PersistenceName } from '../../model/fault.ts'
import { RecentKeys } from '../../model/recent-keys.ts'
import type { ExecutionRecord } from '../../model/record.ts'
import type { Schedule } from '../../model/schedule.ts'
import type { StepEvent } from '../../model/step-log.ts'
import type { OracleName } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import type { Tree } from '../../model/tree.ts'
import { imagesOf, persistenceModels, type DiskImage } from '../../faults/power-loss/index.ts'
import { memoryOf } from '../../oracles/index.ts'
import type { DiskHistory } from '../execute/disk-record.ts'
import type { Execution } from '../execute/execution.ts'
import { restarting, struckBy, upTo, wasStruck } from './cut-record.ts'

/** What there is to judge at the moment when power comes back, before the application starts again. */
export interface PowerCut {
  readonly record: ExecutionRecord
  readonly tree: Tree
  /** Of the execution: see `Execution.names`. */
  readonly names: CanonicalNames
  /** The steps up to the loss, the last one struck by it. */
  readonly schedule: () => Schedule
}

/** Where all are asked for: two files in flight, each written in two chunks, give a thousand. */
const mostImages = 8192
/** By model. */
const drawnImages = 3

export interface PowerCutOptions {
  /** What was carried out, before anything started again. */
  readonly workload: Workload
  readonly classify: Classify
  readonly recovers: boolean
  readonly oracles: readonly OracleName[]
  readonly models: readonly PersistenceName[]
  readonly seed: number
  /**
   * Draws one of the steps after which power may be lost. Absent where each is taken at which nothing else has struck,
   * in a search whose states tell in which order the disk was asked for things.
   */
  readonly draw?: (below: number) => number
  /** Only what is lost after this step or a later one; default: after any. */
  readonly from?: number
}

/**
 * Every image that a power loss may leave, after each step of an execution that went on to its end. What had been asked
 * of the disk by then, and what had been acknowledged, is known: it need not be carried out again for each.
 */
export class PowerCuts {
  /** True once images were left out, since there were too many. */
  isCut = false
  /** Moments of executions that begin alike, and what was promised with what the disk then had. */
  readonly #moments = new RecentKeys()
  readonly #judged = new RecentKeys()

  /** What was judged before says nothing any more. */
  forget(): void {
    this.#moments.clear()
    this.#judged.clear()
  }

  of(execution: Execution, options: PowerCutOptions): Iterable<PowerCut> {
    return this.#from(execution, options)
  }

  *#from(execution: Execution, options: PowerCutOptions): Generator<PowerCut> {
    const { disk, names, record } = execution
    const { draw, seed, workload, from = 0 } = options
    // Where a draw decides, what a kill has left is left to the kill.
    if (!disk || disk.unreadable !== null || (draw && record.restart)) return
    const steps = execution.log()
    const moments = momentsOf(execution, steps, draw === undefined).filter((position) => position >= from)
    const drawn = draw && moments.length > 0 ? [moments[draw(moments.length)]!] : moments
    for (const position of drawn) {
      const cut = upTo(record, steps.slice(0, position), workload)
      const moment = digestOf(workload, seed, disk.digestAfter(position), memoryOf(cut, options.oracles))
      if (this.#moments.meet(moment))
        yield* this.#after({ disk, names }, steps.slice(0, position), cut, options)
    }
  }

  *#after(
    { disk, names }: { readonly disk: DiskHistory; readonly names: CanonicalNames },
    steps: readonly StepEvent[],
    soFar: ExecutionRecord,
    options: PowerCutOptions,
  ) {
    const { models, oracles, seed, workload } = options
    const { length: position } = steps
    const operations = disk.operations.slice(0, disk.after[position - 1])
    for (const model of models) {
      const most = options.draw ? {} : { most: mostImages }
      const { images, isCut } = imagesOf(operations, persistenceModels[model], { seed, ...most })
      this.isCut ||= isCut
      for (const image of someOf(images, options)) {
        const fault: Fault = { kind: 'power-loss', model, missing: image.missing }
        const record = restarting(soFar, steps.at(-1)!, { fault, image, ...options })
        const key = digestOf(model, image.key, workload, memoryOf(record, oracles))
        if (this.#judged.meet(key))
          yield { record, tree: image.tree, names, schedule: () => struckBy(steps, fault) }
      }
    }
  }
}

/** Where a draw decides, and each image takes an execution of its own, a few of them will do. */
function someOf(images: readonly DiskImage[], { draw, recovers }: PowerCutOptions): readonly DiskImage[] {
  if (!draw || !recovers || images.length <= drawnImages) return images
  const drawn = Array.from({ length: drawnImages }, () => images[draw(images.length)]!)
  return [...new Set(drawn)]
}

/**
 * Steps after which there may be something else on disk, or something else be promised, than after the one before. One
 * that an error strikes is not among them: a decision has one fault.
 */
function momentsOf({ disk, record }: Execution, steps: readonly StepEvent[], isAlone: boolean): number[] {
  const settled = new Set(record.calls.map((call) => Math.floor(call.settled ?? -1)))
  const firstStruck = isAlone ? steps.findIndex(wasStruck) : -1
  return (disk?.after ?? [])
    .slice(0, firstStruck === -1 ? undefined : firstStruck)
    .flatMap((count, index) => {
      const before = disk?.after[index - 1] ?? 0
      const isStruck = steps[index] !== undefined && wasStruck(steps[index])
      return !isStruck && (count !== before || settled.has(index + 1)) ? [index + 1] : []
    })
}

/**
 * What an image is judged by before it is carried out: these are told by what is on disk alone. Where the target
 * recovers, what looks wrong may yet be mended, so that it takes an execution to tell.
 */
export function toldByImage(oracles: readonly OracleName[]): OracleName[] {
  return oracles.filter((name) => name === 'acknowledged-survives' || name === 'no-litter')
}
