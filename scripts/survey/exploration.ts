import { targetOf, type Library } from './libraries.ts'
import type { Exploration, Saved } from './results.ts'
import { run, smallestOfEach } from './run.ts'

/** The smallest workload in which writers can get in each other's way. */
const smallestSpace = { writers: 2, calls: 1, sessions: 1 }
const searched = { ...smallestSpace, strategy: 'exhaustive', executions: 1_000 } as const
const sampled = { executions: 500 } as const
/** An execution in fresh processes takes as long as some hundred others. */
const isolatedExecutions = 30

export interface Explored {
  readonly exhaustive: Exploration
  readonly sampled: Exploration
  readonly smallest: readonly Saved[]
}

/** Explores a library without faults: all orders of two calls, then samples of larger workloads. */
export async function exploreLibrary(
  { name, keepsState = false }: Library,
  outputDir: string,
): Promise<Explored> {
  const asked = <T extends object>(options: T) =>
    keepsState ? { ...options, executions: isolatedExecutions, isolate: true } : options
  const target = targetOf(name)
  const first = await run(target, { outputDir, asked: asked(searched), known: [] })
  const known = first.result.violations.map(({ signature }) => signature)
  const second = await run(target, { outputDir, asked: asked(sampled), known })
  const violations = [...first.result.violations, ...second.result.violations]
  return {
    exhaustive: first.exploration,
    sampled: second.exploration,
    smallest: smallestOfEach(violations),
  }
}
