import { combineCounts, noFaults } from '../model/fault-counts.ts'
import type { ExecutionRecord } from '../model/record.ts'
import { addedUp, noRejections, rejectionsIn } from '../model/rejections.ts'
import { Tally } from '../model/tally.ts'
import type { Judgement, OracleName } from '../model/verdict.ts'
import type { News } from '../protocol/controller-messages.ts'
import type { PhaseShare } from './search/phase-share.ts'

type Explored = Extract<News, { type: 'explored' }>

/** What a controller's executions come to, whether they were carried out or foretold. */
export class Sums {
  readonly tally: Tally
  /** Executions that were foretold, and how many of them were carried out to check that. */
  readonly predicted = { executions: 0, checked: 0 }
  #acknowledged = 0
  #rejections = noRejections
  /** Null until a call was acknowledged where no fault had struck. */
  #sawFile: boolean | null = null

  constructor(oracles: readonly OracleName[]) {
    this.tally = new Tally(oracles)
  }

  /** What an execution shows beside the verdicts. */
  add(phase: PhaseShare, record: ExecutionRecord): void {
    const { faults, calls, reads } = record
    phase.faults.add(faults)
    const acknowledged = calls.filter(({ outcome }) => outcome === 'acknowledged').length
    this.#acknowledged += acknowledged
    this.#rejections = addedUp([this.#rejections, rejectionsIn(record)])
    if (faults.length === 0 && acknowledged > 0)
      this.#sawFile = this.#sawFile === true || reads.some(({ content }) => content.kind !== 'missing')
  }

  judged(judgements: readonly Judgement[]): void {
    this.tally.count(judgements)
    this.tally.add(judgements)
  }

  /** For the end. */
  told(
    phases: readonly PhaseShare[],
  ): Pick<Explored, 'oracles' | 'seen' | 'faults' | 'acknowledged' | 'rejections' | 'sawFile' | 'predicted'> {
    return {
      oracles: this.tally.oracles,
      seen: this.tally.seen,
      faults: phases.map(({ faults }) => faults.counts()).reduce(combineCounts, noFaults),
      acknowledged: this.#acknowledged,
      rejections: this.#rejections,
      sawFile: this.#sawFile,
      predicted: this.predicted,
    }
  }
}
