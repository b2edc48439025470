import { count } from '../../model/count.ts'
import { foretoldBeside } from '../../model/predicted.ts'
import { isPowerLoss, type Settings } from '../../model/settings.ts'
import type { Result } from '../../model/result.ts'
import { CheckpointFile, type Checkpoint } from '../../recording/checkpoint.ts'
import { type OracleName, type OracleVerdict, combineVerdicts } from '../../model/verdict.ts'
import type { News } from '../../protocol/controller-messages.ts'

type Part = Extract<News, { type: 'exhausted' }>

/** A search that goes on where an earlier one was stopped, workload by workload, and leaves word for a later one. */
export class Resume {
  /** What was searched before, as its controllers told it. */
  readonly before: readonly Part[]
  readonly seed: number
  /** What the user is to know. */
  readonly note: string | null
  readonly #file: CheckpointFile
  readonly #earlier: Checkpoint | null

  constructor(target: string, settings: Settings, oracles: readonly OracleName[]) {
    this.#file = new CheckpointFile(target, settings, oracles)
    const loaded = this.#file.load()
    this.#earlier = typeof loaded === 'string' ? null : loaded
    const faults = (settings.faults ?? []).filter((name) => !isPowerLoss(name))
    const asTold = (each: Checkpoint['searched'][number]): Part => ({ type: 'exhausted', ...each, faults })
    this.before = (this.#earlier?.searched ?? []).map(asTold)
    this.seed = this.#earlier?.seed ?? settings.seed
    this.note = loaded && noteOf(loaded, this.#file.path)
  }

  /** The result of this part of the search, with what was found before; keeps word of it where something is left. */
  conclude(result: Result, parts: readonly Part[], isComplete: boolean): Result {
    const oracles: Partial<Record<OracleName, OracleVerdict>> = { ...result.oracles }
    for (const [name, verdict] of Object.entries(this.#earlier?.oracles ?? {}) as [
      OracleName,
      OracleVerdict,
    ][])
      oracles[name] = combineVerdicts(oracles[name], verdict)
    const isSound = result.problems.length === 0 && result.violations.length === 0
    // A violation is found again from the start; and of what cannot be trusted, nothing is to be remembered.
    if (!isSound) this.#file.remove()
    else if (!isComplete) {
      const searched = parts.map(({ space, workload, of, executions, predicted, states }) => ({
        space,
        workload,
        of,
        executions,
        ...foretoldBeside(predicted),
        states,
      }))
      this.#file.save({ seed: this.seed, oracles: oracles as Checkpoint['oracles'], searched })
    } else this.#file.remove()
    return { ...result, oracles, ...(this.note !== null && { continued: this.note }) }
  }
}

function noteOf(loaded: Checkpoint | string, file: string): string {
  const isUsable = typeof loaded !== 'string' && loaded.searched.length > 0
  if (isUsable) {
    return `continued from ${file}: ${count(loaded.searched.length, 'workload was', 'workloads were')} searched before`
  }
  const why = typeof loaded === 'string' ? loaded : 'no workload was searched completely before'
  return `${file}: ${why}, so the search began anew`
}
