/**
 * Measures searching: `node dist/scripts/bench-search.js TARGET...`. Prints figures; asserts nothing, since they are
 * this machine's.
 */
import { explore } from '../harness/engine/explore/explore.ts'
import type { CallRecord, ExecutionRecord, ReadRecord } from '../harness/model/record.ts'
import { randomFrom } from '../harness/model/random.ts'
import { notStale } from '../harness/oracles/not-stale.ts'
import { checkOptions } from '../harness/settings/settings.ts'

const operations = 10_000
const maxTime = '120s'

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

const record = history()
const from = performance.now()
const findings = notStale.judge(record)
const millis = performance.now() - from
console.log(`not-stale  ${operations} operations in ${millis.toFixed(1)} ms, ${findings.length} findings`)

for (const target of process.argv.slice(2)) {
  const { settings } = checkOptions({
    strategy: 'exhaustive',
    writers: 3,
    calls: 1,
    seed: 1,
    bail: 0,
    maxTime,
  })
  const { exhausted, elapsedMs, violations } = await explore(target, settings)
  const [space] = exhausted
  const size = space ? `${space.states} states, ${space.executions} executions` : 'not exhausted'
  console.log(`${target}  3 × 1: ${size}, ${elapsedMs} ms, ${violations.length} distinct violations`)
}
