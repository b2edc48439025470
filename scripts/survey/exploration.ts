import { explore } from '../../harness/engine/explore/explore.ts'
import type { Result, Violation } from '../../harness/model/result.ts'
import { checkOptions } from '../../harness/settings/settings.ts'
import { targetOf, type Library } from './libraries.ts'
import type { Exploration, Saved } from './results.ts'
import { mostShrinkMillis, savedAs, seed } from './saved.ts'

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
export async function exploreLibrary(library: Library, outputDir: string): Promise<Explored> {
  const first = await run(library, outputDir, searched, [])
  const known = first.result.violations.map(({ signature }) => signature)
  const second = await run(library, outputDir, sampled, known)
  const violations = [...first.result.violations, ...second.result.violations]
  return {
    exhaustive: first.exploration,
    sampled: second.exploration,
    smallest: smallestOfEach(violations),
  }
}

type Asked = typeof searched | typeof sampled

async function run(
  { name, keepsState = false }: Library,
  outputDir: string,
  asked: Asked,
  known: readonly string[],
): Promise<{ result: Result; exploration: Exploration }> {
  const executions = keepsState ? isolatedExecutions : asked.executions
  const options = { ...asked, executions, ...(keepsState && { isolate: true }) }
  const { settings } = checkOptions({
    ...options,
    seed,
    outputDir,
    bail: 0,
    maxTime: '24h',
    faults: ['none'],
  })
  const result = await explore(targetOf(name), settings, { known }, { cores: 1, mostShrinkMillis })
  const exploration = {
    options: Object.entries(options)
      .map(([option, value]) => (value === true ? `--${option}` : `--${option}=${value}`))
      .join(' '),
    executions: result.executions,
    states: result.exhausted[0]?.states ?? null,
    oracles: result.oracles,
    problems: result.problems.map(({ message }) => message),
  }
  return { result, exploration }
}

/** By oracle; of those that are equally large, the one that was found first. */
function smallestOfEach(violations: readonly Violation[]): Saved[] {
  const ascending = violations.toSorted(
    (one, other) => one.writers - other.writers || one.calls - other.calls || one.steps - other.steps,
  )
  const smallest = new Map(ascending.toReversed().map((violation) => [violation.oracle, violation]))
  return [...smallest.values()].flatMap(({ counterexample, replayFile, minimal }) =>
    counterexample && replayFile ? [savedAs(replayFile, counterexample, minimal)] : [],
  )
}
