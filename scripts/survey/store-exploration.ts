import path from 'node:path'
import type { Violation } from '../../harness/model/result.ts'
import type { RunOptions } from '../../harness/settings/schema.ts'
import { pinnedVersion, targetOf } from './libraries.ts'
import type { Saved, StoreResult } from './results.ts'
import { run, smallestOfEach } from './run.ts'
import type { Store } from './stores.ts'

/** Two entries, or one that both set. */
const workload = { writers: 2, calls: 1, sessions: 2 }
const searched = { ...workload, strategy: 'exhaustive', executions: 3_000 } satisfies RunOptions
const sampled = { executions: 300 } satisfies RunOptions
const killed = {
  writers: 1,
  calls: 2,
  sessions: 1,
  faults: ['kill'],
  strategy: 'exhaustive',
  executions: 200,
} satisfies RunOptions
/** An execution in fresh processes takes as long as some hundred others. */
const isolated = { searched: 400, sampled: 30, killed: 30 }

/** Explores a store: all orders of two calls, then samples of larger workloads, then one writer that is killed. */
export async function exploreStore(store: Store, outputDir: string): Promise<StoreResult> {
  const { name, library, call, specification, keepsState = false, samples = sampled.executions } = store
  const target = targetOf(name)
  const violations: Violation[] = []
  const explore = async (asked: RunOptions, executions: number) => {
    const options = keepsState ? { ...asked, executions, isolate: true } : asked
    const known = violations.map(({ signature }) => signature)
    const { result, exploration } = await run(target, { outputDir, asked: options, known })
    violations.push(...result.violations)
    return exploration
  }
  const exhaustive = await explore(searched, isolated.searched)
  const ofSamples = await explore({ ...sampled, executions: samples }, isolated.sampled)
  const afterKill = await explore(killed, isolated.killed)
  const smallest = smallestOfEach(violations).map((saved) => inFolder(saved, outputDir))
  return {
    name,
    library,
    version: pinnedVersion(library),
    call,
    specification,
    exhaustive,
    sampled: ofSamples,
    killed: afterKill,
    smallest,
  }
}

/** Named from `docs/survey` on. */
function inFolder(saved: Saved, outputDir: string): Saved {
  return { ...saved, replayFile: path.join(path.basename(outputDir), saved.replayFile) }
}
