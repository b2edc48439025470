import path from 'node:path'
import { inconclusive } from '../../model/conclude.ts'
import type { ProblemKind } from '../../model/problem-kinds.ts'
import type { Result } from '../../model/result.ts'
import type { Settings } from '../../model/settings.ts'
import { violationsOf } from '../combined.ts'
import { inTurn } from '../in-turn.ts'
import { distinctProblems } from '../../model/problem.ts'
import { targetPath } from '../target-path.ts'

/** A list of everything that went wrong in a weekend helps nobody, and grows. */
const mostProblems = 20

/** A turn may be over before its processes have started; that is told only of a whole soak. */
const onlyLate: ProblemKind = 'no-time'

/** What a soak has to tell before its first turn. */
export function noTurns(target: string, { seed, shard }: Settings): Result {
  return {
    version: 1,
    command: 'soak',
    target: path.basename(target).replace(/(\.target)?\.[cm]?[jt]s$/, ''),
    targetPath: targetPath(target),
    seed,
    shard: `${shard.index}/${shard.count}`,
    node: process.version,
    control: 'none',
    elapsedMs: 0,
    executions: 0,
    steps: 0,
    exhausted: [],
    oracles: {},
    leftOut: [],
    faults: {},
    rejections: { calls: 0, first: null },
    escapes: [],
    ...inconclusive([]),
  }
}

/** What a soak has to tell after one turn more. */
export function addTurn(soak: Result, turn: Result): Result {
  const problems = distinctProblems([
    ...soak.problems,
    ...turn.problems.filter(({ kind }) => kind !== onlyLate),
  ]).slice(0, mostProblems)
  // The next turn may search the same parts of a space again: they do not add up.
  const found = { firstViolation: first(soak, turn), violations: violationsOf([soak, turn]), problems }
  const { parts: _parts, ...both } = inTurn(soak, turn, found)
  return {
    ...both,
    target: turn.executions > 0 ? turn.target : soak.target,
  }
}

/** The clock of a turn begins with it. */
function first(soak: Result, turn: Result): Result['firstViolation'] {
  const found = turn.firstViolation
  if (soak.firstViolation || !found) return soak.firstViolation
  return { execution: soak.executions + found.execution, elapsedMs: soak.elapsedMs + found.elapsedMs }
}
