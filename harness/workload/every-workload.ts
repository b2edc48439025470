import type { CallPlan, Workload } from '../model/workload.ts'

/** A size of workloads: so many writers make so many calls each, on so many sessions. */
export interface Space {
  readonly writers: number
  readonly calls: number
  readonly sessions: number
}

/** Payloads differ by so much, so that one document is cut or continued by another. */
const payloadStepBytes = 24

const growing = [
  { writers: 2, calls: 1 },
  { writers: 3, calls: 1 },
  { writers: 2, calls: 2 },
  { writers: 4, calls: 1 },
  { writers: 3, calls: 2 },
]

/** The spaces that fit fixed sizes, smaller ones first. */
export function growingSpaces({
  writers,
  calls,
  sessions = 1,
}: Partial<Record<keyof Space, number | undefined>>): Space[] {
  if (writers !== undefined && calls !== undefined) return [{ writers, calls, sessions }]
  const fitting = growing.filter(
    (size) => (writers ?? size.writers) === size.writers && (calls ?? size.calls) === size.calls,
  )
  const spaces = fitting.length > 0 ? fitting : [{ writers: writers ?? 2, calls: calls ?? 1 }]
  return spaces.map((size) => ({ writers: size.writers, calls: size.calls, sessions }))
}

/**
 * Every workload of a size that differs in more than the order of its writers: each operation for each call, on each
 * session, awaited or not. Every document has a length of its own; lengths are not varied beyond that.
 */
export function everyWorkload(
  { writers, calls, sessions }: Space,
  operations: readonly string[],
): Workload[] {
  const single = operations.flatMap((operation) =>
    Array.from({ length: sessions }, (_, index) => ({ operation, session: `s${index + 1}` })),
  )
  const variants = Array.from({ length: calls }, (_, index) =>
    // The last call is waited for in any case.
    (index === calls - 1 ? [true] : [true, false]).flatMap((awaited) =>
      single.map(({ operation, session }) => ({ operation, session, awaited })),
    ),
  )
  const programs = variants.reduce<Omit<CallPlan, 'payloadBytes'>[][]>(
    (all, choices) => all.flatMap((program) => choices.map((call) => [...program, call])),
    [[]],
  )
  return selections(programs, writers).map((selected) => ({
    writers: selected.map((program, writer) =>
      program.map((plan, call) => ({
        ...plan,
        payloadBytes: payloadStepBytes * (1 + call * writers + writer),
      })),
    ),
    readers: 0,
  }))
}

/** So many of the items, with repetition, in one order each. */
function selections<T>(items: readonly T[], count: number): T[][] {
  if (count === 0) return [[]]
  return items.flatMap((item, index) =>
    selections(items.slice(index), count - 1).map((rest) => [item].concat(rest)),
  )
}
