import { sharesFile, type TargetFacts } from '../model/target.ts'
import { mayStrikeTogether, type FaultName, type Settings } from '../model/settings.ts'
import { loadsOf, sessionsOf, type CallPlan, type Workload } from '../model/workload.ts'

/** A size of workloads. The spaces have no workload in common. */
export interface Space {
  readonly writers: number
  /** Calls that each writer makes, no more and no fewer. */
  readonly calls: number
  /** Session files, each of which is written: as far as there are calls for it. */
  readonly sessions: number
  /** Some call is not waited for before the next; where this is absent, every one is. */
  readonly unawaited?: true
  /** Beside the writers, a reader loads once, and can be overtaken. */
  readonly loads?: true
  /** Up to so many faults strike one execution, where that is more than one. */
  readonly faultsAtOnce?: number
}

interface Sizes extends Partial<Record<'writers' | 'calls' | 'sessions', number | undefined>> {
  /** False where each call is awaited before the next: then no space has any that is not. Default: true. */
  readonly overlap?: boolean | undefined
  /** Sessions are parts of one file: two of them are where its writers meet. Default: false. */
  readonly sharesFile?: boolean | undefined
  /** The application is asked what it loads. Default: false. */
  readonly loads?: boolean | undefined
}

/** Payloads differ by so much, so that one document is cut or continued by another. */
const payloadStepBytes = 24

const growing: readonly Space[] = [
  { writers: 2, calls: 1, sessions: 1 },
  { writers: 2, calls: 2, sessions: 1 },
  { writers: 3, calls: 1, sessions: 1 },
  { writers: 2, calls: 1, sessions: 2 },
  { writers: 2, calls: 2, sessions: 1, unawaited: true },
  { writers: 3, calls: 2, sessions: 1 },
  { writers: 2, calls: 2, sessions: 2 },
  { writers: 4, calls: 1, sessions: 1 },
]

/** Where sessions share a file, what one writer loses of another's session shows with two. */
const growingInOneFile = growing.toSorted((one, other) => rankInOneFile(one) - rankInOneFile(other))

/** What a reader sees that looks at several files, each as it was at another time. */
const besideLoads: readonly Space[] = [
  { writers: 1, calls: 2, sessions: 1, loads: true },
  { writers: 2, calls: 1, sessions: 1, loads: true },
]

/** Sizes with two sessions come before the same with one; else smaller ones come first. */
function rankInOneFile({ writers, calls, sessions, unawaited }: Space): number {
  const size = growing.findIndex((space) => space.writers === writers && space.calls === calls)
  return 2 * (unawaited ? growing.length : size) + (sessions > 1 ? 0 : 1)
}

/** The spaces that fit fixed sizes, smaller ones first. */
export function growingSpaces({
  writers,
  calls,
  sessions,
  overlap = true,
  sharesFile: isShared = false,
  loads = false,
}: Sizes): Space[] {
  const all = isShared ? growingInOneFile : growing
  // Two calls at once show most. What a reader may see comes next.
  const fitting = (loads ? all.toSpliced(1, 0, ...besideLoads) : all).filter(
    (space) =>
      (overlap || space.unawaited !== true) &&
      (writers ?? space.writers) === space.writers &&
      (calls ?? space.calls) === space.calls &&
      (sessions ?? space.sessions) === space.sessions,
  )
  const [first] = fitting
  const hasTwo = sessions !== undefined || fitting.some((space) => space.sessions > 1)
  if (first) return isShared && !hasTwo ? [{ ...first, sessions: 2 }, ...fitting] : fitting
  const size = { writers: writers ?? 2, calls: calls ?? 1, sessions: sessions ?? (isShared ? 2 : 1) }
  return size.calls === 1 || !overlap ? [size] : [size, { ...size, unawaited: true }]
}

/**
 * The spaces that fit fixed sizes and the target. Where it is served, each call is awaited: of two that one process makes
 * at once in one directory, the kernel lets one wait until the other's step was granted (`docs/any-program.md`), so that
 * not every order could be tried.
 *
 * @param faults that may strike an execution; default: none
 */
export function spacesFor(
  { faultsAtOnce, ...sizes }: Pick<Settings, 'writers' | 'calls' | 'sessions' | 'faultsAtOnce'>,
  facts: Pick<TargetFacts, 'overlap' | 'served' | 'loads' | 'sessionFiles' | 'specification'>,
  faults: readonly FaultName[] = [],
): Space[] {
  const { loads } = facts
  const overlap = facts.overlap && facts.served !== true
  const spaces = growingSpaces({ ...sizes, overlap, loads, sharesFile: sharesFile(facts) })
  if (!mayStrikeTogether(faults) || faultsAtOnce === 1) return spaces
  if (faultsAtOnce !== undefined) return spaces.map((space) => ({ ...space, faultsAtOnce }))
  const isGrowing = [sizes.writers, sizes.calls, sizes.sessions].every((size) => size === undefined)
  return isGrowing ? withTwoFaults(spaces) : spaces
}

/** So many sizes are searched with one fault before the smallest is searched with two. */
const beforeTwoFaults = 4

function withTwoFaults(spaces: readonly Space[]): Space[] {
  const [smallest, next] = spaces.filter(
    ({ writers, loads, unawaited }) => writers === 2 && !loads && !unawaited,
  )
  const twice = (space: Space | undefined) => (space ? [{ ...space, faultsAtOnce: 2 }] : [])
  return [...spaces.toSpliced(beforeTwoFaults, 0, ...twice(smallest)), ...twice(next)]
}

/**
 * Every workload of a space that differs in more than the order of its writers or the names of its sessions: each
 * operation for each call. Every document has a length of its own; lengths are not varied beyond that.
 */
export function everyWorkload(
  { writers, calls, sessions, unawaited, loads }: Space,
  operations: readonly string[],
): Workload[] {
  const single = operations.flatMap((operation) =>
    Array.from({ length: sessions }, (_, index) => ({ operation, session: `s${index + 1}` })),
  )
  const variants = Array.from({ length: calls }, (_, index) =>
    // The last call is waited for in any case.
    (unawaited && index < calls - 1 ? [true, false] : [true]).flatMap((awaited) =>
      single.map(({ operation, session }) => ({ operation, session, awaited })),
    ),
  )
  const programs = variants.reduce<Omit<CallPlan, 'payloadBytes'>[][]>(
    (all, choices) => all.flatMap((program) => choices.map((call) => [...program, call])),
    [[]],
  )
  const used = Math.min(sessions, writers * calls)
  const workloads = selections(programs, writers).map((selected) => ({
    writers: selected
      .map((program, writer): CallPlan[] =>
        program.map((plan, call) => ({
          ...plan,
          payloadBytes: payloadStepBytes * (1 + call * writers + writer),
        })),
      )
      .concat(loads ? [loadsOf(['s1'])] : []),
    readers: 0,
  }))
  return workloads.filter(
    (workload) =>
      // Sessions differ in name alone: they are named in order of use.
      sessionsOf(workload).join() === Array.from({ length: used }, (_, index) => `s${index + 1}`).join() &&
      workload.writers.flat().every(({ awaited }) => awaited) === (unawaited !== true),
  )
}

/** So many of the items, with repetition, in one order each. */
function selections<T>(items: readonly T[], count: number): T[][] {
  if (count === 0) return [[]]
  return items.flatMap((item, index) =>
    selections(items.slice(index), count - 1).map((rest) => [item].concat(rest)),
  )
}
