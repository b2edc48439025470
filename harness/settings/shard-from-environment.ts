import { createHash } from 'node:crypto'
import { UsageError } from '../model/errors.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What starts a run on several machines, and how it tells each its share. */
interface Launcher {
  readonly name: string
  /** Which of the shards this is. */
  readonly index: string
  /** What the first one has there. */
  readonly first: 0 | 1
  /** How many there are. */
  readonly count: string
  /** The same for all shards of a run, and also for one that is run again; null where nothing is. */
  readonly run: string | null
}

/** Set by hand where a launcher does not tell how many shards there are. */
const byHand = 'ONEWRITER_SHARDS'

/**
 * By the launcher's own documents:
 * https://slurm.schedmd.com/job_array.html,
 * https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode,
 * https://docs.gitlab.com/ci/variables/predefined_variables/,
 * https://buildkite.com/docs/pipelines/configure/environment-variables,
 * https://docs.github.com/actions/reference/workflows-and-actions/contexts#strategy-context,
 * https://www.gnu.org/software/parallel/man.html
 */
export const launchers: readonly Launcher[] = [
  {
    name: 'Slurm array',
    index: 'SLURM_ARRAY_TASK_ID',
    first: 1,
    count: 'SLURM_ARRAY_TASK_COUNT',
    run: 'SLURM_ARRAY_JOB_ID',
  },
  { name: 'Kubernetes Indexed Job', index: 'JOB_COMPLETION_INDEX', first: 0, count: byHand, run: null },
  { name: 'GitLab', index: 'CI_NODE_INDEX', first: 1, count: 'CI_NODE_TOTAL', run: 'CI_PIPELINE_ID' },
  {
    name: 'Buildkite',
    index: 'BUILDKITE_PARALLEL_JOB',
    first: 0,
    count: 'BUILDKITE_PARALLEL_JOB_COUNT',
    run: 'BUILDKITE_BUILD_ID',
  },
  // A workflow has to hand these two over: GitHub tells them to expressions alone.
  {
    name: 'GitHub matrix',
    index: 'STRATEGY_JOB_INDEX',
    first: 0,
    count: 'STRATEGY_JOB_TOTAL',
    run: 'GITHUB_RUN_ID',
  },
  { name: 'GNU parallel', index: 'PARALLEL_SEQ', first: 1, count: byHand, run: null },
]

export interface ShardFromEnvironment {
  /** As `--shard` takes it. */
  readonly shard: string
  /** The same for all shards of a run; null where the launcher has nothing that is. */
  readonly seed: number | null
  readonly says: string
}

/**
 * This machine's share, as what has started it tells; null where nothing does.
 *
 * @param isSeedGiven whether the shards have one seed without this
 * @throws UsageError where what it tells is no share, or the shards would have no seed in common.
 */
export function shardFromEnvironment(
  environment: Environment,
  { isSeedGiven }: { readonly isSeedGiven: boolean },
): ShardFromEnvironment | null {
  const launcher = launchers.find(({ index, count }) => environment[index] && environment[count])
  if (!launcher) return null
  const { name, first, run } = launcher
  const index = numberIn(environment, launcher.index) - first + 1
  const count = numberIn(environment, launcher.count)
  const told = `${name}: ${said(environment, launcher.index)}, ${said(environment, launcher.count)}`
  if (count <= 1) return null
  if (index < 1 || index > count) {
    throw new UsageError(
      `${told} is no share of the work: expected ${first} to ${count - 1 + first}; number the shards so, or say --shard=i/n`,
    )
  }
  const id = run === null ? undefined : environment[run]
  if (!isSeedGiven && !id) {
    throw new UsageError(`${told}: all shards need the same seed; say --seed=N, the same for each`)
  }
  const seed = isSeedGiven || !id ? null : seedOf(id)
  const why = seed === null ? '' : `; the seed follows from ${run}`
  return { shard: `${index}/${count}`, seed, says: `shard ${index}/${count} (${told}${why})` }
}

function numberIn(environment: Environment, name: string): number {
  const text = environment[name] ?? ''
  if (!/^\d+$/.test(text))
    throw new UsageError(`${said(environment, name)}: expected a whole number; or say --shard=i/n`)
  return Number(text)
}

function said(environment: Environment, name: string): string {
  return `${name}=${environment[name]}`
}

function seedOf(run: string): number {
  return createHash('sha256').update(run).digest().readUInt32BE() >>> 1
}
