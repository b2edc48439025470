import type { Exhausted, ExhaustedPart } from '../../model/result.ts'
import type { News } from '../../protocol/controller-messages.ts'

type Told = Extract<News, { type: 'exhausted' }>
type Part = Omit<Told, 'workload'> & { readonly workloads: number }

/** Which spaces were searched completely: those of which all parts were, by whatever controller. */
export class Certificate {
  readonly #parts = new Map<string, Part>()

  add(part: Told): void {
    const { writers, calls, sessions, unawaited = false } = part.space
    const key = `${writers} ${calls} ${sessions} ${unawaited} ${part.faults.join()}`
    const before = this.#parts.get(key)
    this.#parts.set(key, {
      ...part,
      workloads: 1 + (before?.workloads ?? 0),
      executions: part.executions + (before?.executions ?? 0),
      states: part.states + (before?.states ?? 0),
    })
  }

  spaces(): Exhausted[] {
    return this.parts().flatMap(({ workloads, of, ...space }) => (workloads === of ? [space] : []))
  }

  /** What was searched of each space, all of it or not: other shards have the rest. */
  parts(): ExhaustedPart[] {
    return [...this.#parts.values()].map(({ space, workloads, of, faults, executions, states }) =>
      Object.assign({ executions, states, faults, workloads, of }, space),
    )
  }
}
