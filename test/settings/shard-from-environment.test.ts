import { expect, test } from 'vitest'
import { launchers, shardFromEnvironment } from '../../harness/settings/shard-from-environment.ts'

/** What each sets, in the second of three shards, and what another shard of the same run has as well. */
const rows: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Slurm array': {
    SLURM_ARRAY_JOB_ID: '77',
    SLURM_ARRAY_TASK_ID: '2',
    SLURM_ARRAY_TASK_COUNT: '3',
    SLURM_ARRAY_TASK_MIN: '1',
  },
  'Kubernetes Indexed Job': { JOB_COMPLETION_INDEX: '1', ONEWRITER_SHARDS: '3' },
  GitLab: { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3', CI_PIPELINE_ID: '9' },
  Buildkite: { BUILDKITE_PARALLEL_JOB: '1', BUILDKITE_PARALLEL_JOB_COUNT: '3', BUILDKITE_BUILD_ID: 'a-b' },
  'GitHub matrix': { STRATEGY_JOB_INDEX: '1', STRATEGY_JOB_TOTAL: '3', GITHUB_RUN_ID: '5' },
  'GNU parallel': { PARALLEL_SEQ: '2', PARALLEL_PID: '1', ONEWRITER_SHARDS: '3' },
}
const given = { isSeedGiven: true }
const none = { isSeedGiven: false }

test.each(launchers)('$name tells which shard this is', ({ name, index, first, count, run }) => {
  const row = rows[name] ?? {}
  expect(shardFromEnvironment(row, given)).toMatchObject({ shard: '2/3', seed: null })
  expect(shardFromEnvironment(row, given)?.says).toContain(`shard 2/3 (${name}: ${index}=`)
  const last = { ...row, [index]: String(3 - 1 + first) }
  expect(shardFromEnvironment(last, given)?.shard).toBe('3/3')
  // A run whose shards have no seed in common finds nothing twice, and half of it never.
  if (run === null) expect(() => shardFromEnvironment(row, none)).toThrow(/all shards need the same seed/)
  else {
    const seed = shardFromEnvironment(row, none)?.seed
    expect(seed).toBeGreaterThanOrEqual(0)
    expect(shardFromEnvironment(last, none)?.seed).toBe(seed)
    expect(shardFromEnvironment({ ...row, [run]: '10' }, none)?.seed).not.toBe(seed)
  }
  const beyond = { ...row, [index]: String(3 + first) }
  expect(() => shardFromEnvironment(beyond, given)).toThrow(/is no share of the work: expected/)
  expect(() => shardFromEnvironment({ ...row, [count]: 'many' }, given)).toThrow(`${count}=many: expected`)
})

test('one shard alone is none, and where nothing has started it, nothing is told', () => {
  expect(shardFromEnvironment({}, none)).toBeNull()
  expect(shardFromEnvironment({ CI_NODE_INDEX: '1' }, none)).toBeNull()
  expect(shardFromEnvironment({ CI_NODE_INDEX: '1', CI_NODE_TOTAL: '1' }, none)).toBeNull()
  expect(shardFromEnvironment({ PARALLEL_SEQ: '2' }, none)).toBeNull()
})
