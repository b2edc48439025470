import { explore } from '../../harness/engine/explore/explore.ts'
import type { Result, Violation } from '../../harness/model/result.ts'
import type { RunOptions } from '../../harness/settings/schema.ts'
import { checkOptions } from '../../harness/settings/settings.ts'
import type { Exploration, Saved } from './results.ts'
import { mostShrinkMillis, savedAs, seed } from './saved.ts'

export interface Run {
  readonly outputDir: string
  /** As on the command line; without faults where it names none. */
  readonly asked: RunOptions
  /** Signatures of what was found before. */
  readonly known: readonly string[]
}

/** One exploration of a target, on one core. It ends by its number of executions, so that it comes out the same again. */
export async function run(
  target: string,
  { outputDir, asked, known }: Run,
): Promise<{ result: Result; exploration: Exploration }> {
  const { settings } = checkOptions({
    faults: ['none'],
    ...asked,
    seed,
    outputDir,
    bail: 0,
    maxTime: '24h',
  })
  const result = await explore(target, settings, { known }, { cores: 1, mostShrinkMillis })
  const exploration = {
    options: Object.entries(asked)
      .map(([option, value]) => (value === true ? `--${option}` : `--${option}=${String(value)}`))
      .join(' '),
    executions: result.executions,
    states: result.exhausted[0]?.states ?? null,
    oracles: result.oracles,
    problems: result.problems.map(({ message }) => message),
  }
  return { result, exploration }
}

/** By oracle; one that needs no fault where there is one. Of those that are equally large, the one that was found first. */
export function smallestOfEach(violations: readonly Violation[]): Saved[] {
  const ascending = violations.toSorted(
    (one, other) =>
      faultsOf(one) - faultsOf(other) ||
      one.writers - other.writers ||
      one.calls - other.calls ||
      one.steps - other.steps,
  )
  const smallest = new Map(ascending.toReversed().map((violation) => [violation.oracle, violation]))
  return [...smallest.values()].flatMap(({ counterexample, replayFile, minimal }) =>
    counterexample && replayFile ? [savedAs(replayFile, counterexample, minimal)] : [],
  )
}

function faultsOf({ counterexample }: Violation): number {
  return counterexample?.schedule.filter(({ fault }) => fault).length ?? 0
}
