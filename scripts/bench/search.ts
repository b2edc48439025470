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

/** A size to be searched. */
interface Case {
  readonly name: string
  readonly target: string
  readonly writers: number
  readonly calls?: number
  readonly faults?: readonly string[]
}

async function searched({ target, writers, calls = 1, faults = [] }: Case, predict: boolean) {
  const outputDir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'))
  // Without oracles that it breaks, so that what is measured is the search and not the confirming.
  const options = {
    strategy: 'exhaustive',
    writers,
    calls,
    sessions: 1,
    outputDir,
    seed: 1,
    oracle: 'no-litter',
    faults: faults.length > 0 ? faults.join(',') : 'none',
    maxTime,
    predict,
  } as const
  const { exhausted, executions, elapsedMs } = await explore(target, checkOptions(options).settings)
  fs.rmSync(outputDir, { recursive: true })
  return { space: exhausted.find(({ unawaited }) => !unawaited), executions, seconds: elapsedMs / 1000 }
}

/** One case in a line: on predictions, with everything carried out, and how many times sooner the first is through. */
async function exhausting(one: Case): Promise<string> {
  const [foretold, carriedOut] = [await searched(one, true), await searched(one, false)]
  const size = `${one.writers} × ${one.calls ?? 1} ${one.name}`.padEnd(34)
  return `            ${size} ${wordsOf(foretold)}; without predictions ${wordsOf(carriedOut)}; ${ratioOf(foretold, carriedOut)}`
}

type Searched = Awaited<ReturnType<typeof searched>>

function wordsOf({ space, executions, seconds }: Searched): string {
  const time = `${seconds.toFixed(1)} s`
  if (!space) return `not exhausted in ${executions} executions, ${time}`
  const predicted = space.predicted === undefined ? '' : ` and ${space.predicted} foretold`
  const micros = Math.round((seconds * 1e6) / space.states)
  return `${space.states} states in ${space.executions} executions${predicted}, ${time}, ${micros} µs a state`
}

function ratioOf(foretold: Searched, carriedOut: Searched): string {
  if (!foretold.space) return 'no ratio'
  const ratio = (carriedOut.seconds / foretold.seconds).toFixed(1)
  return carriedOut.space ? `${ratio} times sooner` : `more than ${ratio} times sooner`
}

/** Whole spaces searched, and long histories judged. */
export async function benchSearch(): Promise<string> {
  const record = history()
  const from = performance.now()
  const { length } = notStale.judge(record)
  const millis = performance.now() - from
  const test = path.resolve(import.meta.dirname, '../../../test')
  const inPlace = path.join(test, 'fixtures/writes-in-place.mjs')
  const exporter = path.join(test, 'targets/exporter.ts')
  const atomically = path.join(test, 'targets/atomic-write.ts')
  const cases: readonly Case[] = [
    { name: 'in place', target: inPlace, writers: 3 },
    { name: 'unique temporaries', target: path.join(test, 'targets/temp-and-rename.mjs'), writers: 3 },
    { name: 'one shared temporary', target: path.join(test, 'known-bad/fixed-temp-name.ts'), writers: 3 },
    { name: 'in place', target: inPlace, writers: 4 },
    { name: 'exporter', target: exporter, writers: 2 },
    { name: 'atomic-write, a kill', target: atomically, writers: 2, faults: ['kill'] },
    { name: 'atomic-write, an error', target: atomically, writers: 2, faults: ['errno'] },
    { name: 'atomic-write, a power loss', target: atomically, writers: 2, faults: ['power-loss'] },
  ]
  const rows: string[] = []
  for (const each of cases) rows.push(await exhausting(each))
  return `not-stale   ${operations} operations in ${millis.toFixed(1)} ms, ${length} findings
exhaustive
${rows.join('\n')}`
}
