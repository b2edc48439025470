import { combineCounts, noFaults } from '../../model/fault-counts.ts'
import type { Result } from '../../model/result.ts'
import type { OracleName, OracleVerdict, Verdict } from '../../model/verdict.ts'
import { combineVerdicts } from '../../oracles/index.ts'

/** Two phases of one check as one result; the second came after the first. */
export function combine(one: Result, other: Result): Result {
  const oracles = combineOracles(one.oracles, other.oracles)
  const problems = [...one.problems, ...other.problems.filter(({ message }) => !hasProblem(one, message))]
  const known = new Set(one.violations.map(({ signature }) => signature))
  const faults = combineCounts({ ...noFaults, ...one }, { ...noFaults, ...other })
  const struck = one.neverStruck ?? other.neverStruck
  const isSound = problems.length === 0
  return {
    ...one,
    ...(other.race && { race: other.race }),
    oracles,
    problems,
    verdict: verdictOf(oracles, isSound),
    elapsedMs: one.elapsedMs + other.elapsedMs,
    executions: one.executions + other.executions,
    steps: one.steps + other.steps,
    exhausted: [...one.exhausted, ...other.exhausted],
    ...((one.parts ?? other.parts) && { parts: [...(one.parts ?? []), ...(other.parts ?? [])] }),
    firstViolation: one.firstViolation ?? later(other.firstViolation, one),
    violations: [...one.violations, ...other.violations.filter(({ signature }) => !known.has(signature))],
    faults: faults.faults,
    ...(struck && { faultsByOperation: faults.faultsByOperation, neverStruck: faults.neverStruck }),
    escapes: [...new Set([...one.escapes, ...other.escapes])],
  }
}

function hasProblem({ problems }: Result, message: string): boolean {
  return problems.some((problem) => problem.message === message)
}

function later(first: Result['firstViolation'], before: Result): Result['firstViolation'] {
  return (
    first && {
      execution: before.executions + first.execution,
      elapsedMs: before.elapsedMs + first.elapsedMs,
    }
  )
}

function combineOracles(one: Result['oracles'], other: Result['oracles']): Result['oracles'] {
  const oracles: Partial<Record<OracleName, OracleVerdict>> = { ...one }
  for (const [name, verdict] of Object.entries(other) as [OracleName, OracleVerdict][])
    oracles[name] = combineVerdicts(oracles[name], verdict)
  return oracles
}

function verdictOf(oracles: Result['oracles'], isSound: boolean): Verdict {
  const verdicts = Object.values(oracles)
  if (verdicts.includes('violated')) return 'violated'
  return isSound && verdicts.includes('holds') ? 'holds' : 'inconclusive'
}
