import type { GuardedDirectory } from '../../guarded/guarded-directory.ts'
import { withoutDir, type ExecutionRecord } from '../../model/record.ts'
import { writerLabel, type Workload } from '../../model/workload.ts'
import type { Pool } from '../../processes/pool.ts'
import type { Limits } from '../limits.ts'
import { inRoundDirectory } from './round-directory.ts'
import { judgedBy } from './judged-by.ts'
import { agreedFiles, assertSound } from './soundness.ts'

export interface RoundOptions {
  readonly workload: Workload
  /** Names the round's directory. */
  readonly ordinal: number
  readonly limits: Limits
  /** Time from sending the start to the start itself, in which every writer must have read its message. */
  readonly leadMicros: number
}

export interface Round {
  readonly record: ExecutionRecord
  /** From the first writer's first call to the last writer's first call. */
  readonly startSkewMicros: number
  /** From the barrier to the last writer's first call. */
  readonly latenessMicros: number
}

/**
 * One free-running execution: every writer opens the target, all are released at the same instant, and the
 * files are judged once every process is quiet.
 *
 * @throws HarnessError when a process crashes, hangs or leaks, or a call never settles.
 */
export function runRound(pool: Pool, options: RoundOptions): Promise<Round> {
  return inRoundDirectory(pool.root, options.ordinal, (directory, assertInPlace) =>
    runIn(directory, assertInPlace, pool, options),
  )
}

async function runIn(
  directory: GuardedDirectory,
  assertInPlace: () => void,
  pool: Pool,
  { workload, limits, leadMicros }: RoundOptions,
): Promise<Round> {
  const { prepareMillis, stallMillis } = limits
  const { path: dir, identity } = directory
  const [writers, readers] = await Promise.all([
    Promise.all(workload.writers.map((_, index) => pool.member(writerLabel(index + 1)))),
    Promise.all(Array.from({ length: workload.readers }, (_, index) => pool.member(`reader ${index + 1}`))),
  ])
  const pids = writers.map(({ pid }) => pid)
  const prepared = await Promise.all(
    writers.map((writer, index) =>
      writer.ask({ type: 'prepare', dir, writer: index + 1, workload, pids }, 'prepared', prepareMillis),
    ),
  )
  const files = agreedFiles(prepared.map((reply) => reply.files))
  await Promise.all(
    readers.map((reader, index) =>
      reader.ask({ type: 'watch', dir, reader: index + 1, files, workload }, 'watching', prepareMillis),
    ),
  )
  const startAtNanos = String(process.hrtime.bigint() + BigInt(Math.round(leadMicros)) * 1000n)
  const go = { type: 'go', startAtNanos } as const
  const watching = readers.map((reader) => reader.ask(go, 'watched', 2 * stallMillis))
  const done = Promise.all(writers.map((writer) => writer.ask(go, 'done', stallMillis)))
  // Whatever became of the writers, the readers must be told to stop, or they would be busy in the next round.
  const [written, watched] = await Promise.all([
    done.finally(() => readers.forEach((reader) => reader.interrupt())),
    Promise.all(watching),
  ])
  const ended = written.flatMap((reply, index) => (reply.ended ? [writerLabel(index + 1)] : []))
  await Promise.all(ended.map(async (label) => (await pool.member(label)).ending(stallMillis)))
  await pool.retire(ended)
  assertInPlace()
  const calls = written.flatMap((reply) => reply.calls.map((call) => withoutDir(call, dir)))
  written.forEach((reply, index) => assertSound(reply, writerLabel(index + 1), limits))
  const { finals: held, entries } = await pool.inspector.ask(
    { type: 'inspect', directory: { path: dir, identity }, files, workload },
    'inspected',
    stallMillis,
  )
  const finals = pool.facts.loads
    ? ((
        await pool.inspector.ask(
          { type: 'load-store', dir, workload, mayWait: true },
          'loaded-store',
          stallMillis,
        )
      ).contents ?? held)
    : held
  assertInPlace()
  const reads = watched.flatMap((reply) => reply.reads)
  const found: ExecutionRecord = {
    workload,
    calls,
    reads,
    finals,
    files,
    entries,
    faults: [],
    observed: readers.length > 0,
  }
  const record = await judgedBy(pool, found, stallMillis)
  const starts = calls.filter((call) => call.call === 1).map((call) => call.invoked)
  const latenessMicros = Math.max(0, ...starts)
  const startSkewMicros = starts.length === 0 ? 0 : latenessMicros - Math.min(...starts)
  return { record, startSkewMicros, latenessMicros }
}

/** Calls of two writers in flight at the same time on one session. */
export function overlaps({ calls }: ExecutionRecord): boolean {
  return calls.some((one) =>
    calls.some(
      (other) =>
        other.writer > one.writer &&
        other.session === one.session &&
        one.invoked <= (other.settled ?? Infinity) &&
        other.invoked <= (one.settled ?? Infinity),
    ),
  )
}
