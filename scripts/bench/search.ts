import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { explore } from '../../harness/engine/explore/explore.ts'
import type { CallRecord, ExecutionRecord, ReadRecord } from '../../harness/model/record.ts'
import { randomFrom } from '../../harness/strategies/seeded.ts'
import { notStale } from '../../harness/oracles/not-stale.ts'
import { checkOptions } from '../../harness/settings/settings.ts'

const operations = 10_000
const maxTime = '60s'

/** What a register did, each operation somewhere around its instant: nothing in it may be called stale. */
function history(): ExecutionRecord {
  const { below } = randomFrom(1)
  const calls: CallRecord[] = []
  const reads: ReadRecord[] = []
  let content: ReadRecord['content'] = { kind: 'missing' }
  for (let instant = 100; instant < 100 + 10 * operations; instant += 10) {
    const [from, until] = [instant - 1 - below(60), instant + 1 + below(60)]
    if (below(2) === 0) {
      reads.push({ reader: 1, session: 's1', content, from, firstEnd: until, lastStart: from, until })
      continue
    }
    const id = { writer: calls.length + 1, call: 1 }
    content = { kind: 'complete', bytes: 1, ...id }
    calls.push({
      ...id,
      operation: 'write',
      session: 's1',
      invoked: from,
      settled: until,
      outcome: 'acknowledged',
    })
  }
  const workload = { writers: [], readers: 1 }
  return {
    workload,
    calls,
    reads,
    finals: { s1: content },
    files: { s1: 's1.json' },
    entries: [],
    faults: [],
    observed: true,
  }
}

async function exhausting(name: string, target: string, writers: number): Promise<string> {
  const outputDir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'))
  // Without oracles that it breaks, so that what is measured is the search and not the confirming.
  const options = {
    strategy: 'exhaustive',
    writers,
    calls: 1,
    sessions: 1,
    outputDir,
    seed: 1,
    oracle: 'no-litter',
    maxTime,
  } as const
  const { exhausted, executions, elapsedMs } = await explore(target, checkOptions(options).settings)
  fs.rmSync(outputDir, { recursive: true })
  const [space] = exhausted
  const size = space
    ? `${space.states} states in ${space.executions} executions`
    : `not exhausted in ${executions} executions`
  return `            ${`${writers} × 1 ${name}`.padEnd(28)} ${size}, ${(elapsedMs / 1000).toFixed(1)} s`
}

/** Whole spaces searched, and long histories judged. */
export async function benchSearch(): Promise<string> {
  const record = history()
  const from = performance.now()
  const { length } = notStale.judge(record)
  const millis = performance.now() - from
  const test = path.resolve(import.meta.dirname, '../../../test')
  const inPlace = path.join(test, 'fixtures/writes-in-place.mjs')
  const rows = [
    await exhausting('in place', inPlace, 3),
    await exhausting('unique temporaries', path.join(test, 'targets/temp-and-rename.mjs'), 3),
    await exhausting('one shared temporary', path.join(test, 'known-bad/fixed-temp-name.ts'), 3),
    await exhausting('in place', inPlace, 4),
  ]
  return `not-stale   ${operations} operations in ${millis.toFixed(1)} ms, ${length} findings
exhaustive
${rows.join('\n')}`
}
