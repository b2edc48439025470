import { expect, test } from 'vitest'
import type { Content } from '../../harness/model/content.ts'
import type { Struck } from '../../harness/model/fault.ts'
import type { ExecutionRecord, Restart } from '../../harness/model/record.ts'
import type { Operation } from '../../harness/model/step.ts'
import { type OracleName, combineVerdicts, oracleNames } from '../../harness/model/verdict.ts'
import { startedAgain } from '../../harness/model/workload.ts'
import { judge, oracles, selectOracles } from '../../harness/oracles/index.ts'
import { call, empty, foreign, missing, outputOf, read, recordWith, torn } from '../support/record.ts'

const rejected = { outcome: 'rejected' as const, error: 'ENOENT' }

const pending = { outcome: 'pending' as const, settled: null }
const struck = (op: Operation, path?: string): Struck => ({
  fault: { kind: 'errno', code: 'EIO' },
  writer: 1,
  call: 1,
  op,
  path,
})
const full = struck('write', 'tmp')
const short: Struck = { ...full, fault: { kind: 'short-write', bytes: 3 } }
const killed: Struck = { ...full, fault: { kind: 'kill' } }
/** What a load rejects: at once, and after it has waited. */
const refused: Content = { kind: 'inaccessible', reason: 'what its load rejects (EEXIST)' }
const gaveUp: Content = { ...refused, gaveUp: true }
/** What the writer does that starts after a crash. */
const next = call(3, 1, { invoked: 50, settled: 60 })

/** The same after a crash and a new start, by a writer of its own. */
function crash(record: Partial<ExecutionRecord>, restart: Partial<Restart> = {}): Partial<ExecutionRecord> {
  const { workload, calls, entries } = recordWith()
  return {
    workload: startedAgain(workload),
    calls: [...calls, next],
    finals: { s1: outputOf(3, 1) },
    faults: [killed],
    ...record,
    restart: { position: 40, recovers: true, finals: { s1: outputOf(2, 2) }, entries, ...restart },
  }
}

function says(oracle: OracleName, record: Partial<ExecutionRecord>): string {
  const [judgement] = judge(recordWith(record), [oracle])
  const [finding] = judgement?.findings ?? []
  return finding ? `violated: ${finding.kind}` : (judgement?.verdict ?? 'absent')
}

test.each<[OracleName, string, Partial<ExecutionRecord>]>([
  ['parses', 'holds', {}],
  ['parses', 'holds', { finals: { s1: foreign } }],
  ['parses', 'violated: missing', { finals: { s1: missing } }],
  ['parses', 'violated: missing', { finals: {} }],
  ['parses', 'violated: unreadable', { finals: { s1: torn } }],
  ['parses', 'not-checked', { calls: [call(1, 1, rejected)], finals: { s1: missing } }],
  // A fault has kept the lock from being removed that a load waits for: nothing is wrong with what is there.
  ['parses', 'holds', { finals: { s1: gaveUp }, faults: [struck('rmdir', 's1.lock')] }],
  ['parses', 'violated: inaccessible', { finals: { s1: refused }, faults: [struck('rmdir', 's1.lock')] }],
  ['parses', 'violated: inaccessible', { finals: { s1: gaveUp }, faults: [full] }],
  ['parses', 'violated: inaccessible', { finals: { s1: gaveUp } }],

  ['one-writer', 'holds', {}],
  ['one-writer', 'violated: foreign', { finals: { s1: foreign } }],
  ['one-writer', 'violated: unreadable', { finals: { s1: empty } }],
  ['one-writer', 'not-checked', { calls: [] }],

  ['reads-whole', 'not-checked', { reads: [] }],
  ['reads-whole', 'holds', { observed: true }],
  ['reads-whole', 'holds', { observed: true, reads: [read(missing, 1), read(outputOf(1, 1), 5)] }],
  ['reads-whole', 'violated: torn', { observed: true, reads: [read(empty, 1)] }],
  ['reads-whole', 'violated: torn', { observed: true, reads: [read(torn, 1)] }],
  ['reads-whole', 'violated: torn', { observed: true, reads: [read(refused, 1)] }],
  ['reads-whole', 'holds', { observed: true, reads: [read(gaveUp, 1)] }],
  ['reads-whole', 'violated: torn', { observed: true, reads: [read(foreign, 1)] }],
  // Missing before it was first seen, or in a read that began before: nothing is wrong.
  ['reads-whole', 'holds', { observed: true, reads: [read(outputOf(1, 1), 5), read(missing, 5)] }],
  [
    'reads-whole',
    'violated: missing',
    { observed: true, reads: [read(outputOf(1, 1), 5), read(missing, 9)] },
  ],
  // The earlier reads of the run may predate the file; its last one does not.
  [
    'reads-whole',
    'violated: missing',
    { observed: true, reads: [read(outputOf(1, 1), 5), read(missing, 1, 9)] },
  ],

  ['program-order', 'holds', {}],
  ['program-order', 'holds', { finals: { s1: outputOf(1, 2) } }],
  ['program-order', 'violated: earlier-survives', { finals: { s1: outputOf(1, 1) } }],
  [
    'program-order',
    'holds',
    { calls: [call(1, 1), call(1, 2, rejected), call(2, 1), call(2, 2)], finals: { s1: outputOf(1, 1) } },
  ],
  // In flight together: which of them is last is open.
  [
    'program-order',
    'not-checked',
    { calls: [call(1, 1, { settled: 30 }), call(1, 2, { settled: 25 })], finals: { s1: outputOf(1, 1) } },
  ],
  [
    'program-order',
    'not-checked',
    { calls: [call(1, 1, rejected), call(1, 2)], finals: { s1: outputOf(1, 1) } },
  ],
  // Acknowledged at once, though its work was deferred.
  [
    'program-order',
    'violated: earlier-survives',
    {
      calls: [call(1, 1, { settled: 10, returnedNothing: true }), call(1, 2, { invoked: 11 })],
      finals: { s1: outputOf(1, 1) },
    },
  ],
  ['program-order', 'not-checked', { calls: [call(1, 1), call(2, 1)] }],
  ['program-order', 'not-checked', { calls: [call(1, 1), call(1, 2, { session: 's2' })] }],

  ['issue-order', 'holds', { finals: { s1: outputOf(1, 2) } }],
  ['issue-order', 'violated: earlier-survives', { finals: { s1: outputOf(1, 1) } }],
  ['issue-order', 'not-checked', { calls: [call(1, 1), call(1, 2, { session: 's2' })] }],

  ['calls-succeed', 'holds', {}],
  ['calls-succeed', 'violated: rejected', { calls: [call(1, 1, rejected)] }],
  ['calls-succeed', 'not-checked', { calls: [call(1, 1, rejected)], faults: [full] }],
  ['calls-succeed', 'not-checked', { calls: [] }],

  ['no-litter', 'holds', {}],
  ['no-litter', 'holds', { files: { s1: 'deep/s1.json' }, entries: ['deep/', 'deep/s1.json'] }],
  ['no-litter', 'violated: file', { entries: ['s1.json', 's1.json.tmp'] }],
  ['no-litter', 'violated: directory', { entries: ['s1.json', 's1.json.lock/'] }],
  ['no-litter', 'not-checked', { calls: [] }],

  // What a fault struck on its way out is not the target's to answer for.
  ['no-litter', 'holds', { entries: ['s1.json', 'tmp'], faults: [struck('unlink', 'tmp')] }],
  [
    'no-litter',
    'holds',
    { entries: ['s1.json', 'tmp/', 'tmp/a'], faults: [struck('unlink', 'tmp/a'), struck('rmdir', 'tmp/')] },
  ],
  ['no-litter', 'violated: file', { entries: ['s1.json', 'tmp'], faults: [struck('unlink', 'other')] }],
  ['no-litter', 'violated: file', { entries: ['s1.json', 'tmp'], faults: [struck('rename', 'tmp')] }],
  // What could not be removed keeps its folder.
  ['no-litter', 'holds', { entries: ['s1.json', 'tmp/', 'tmp/in'], faults: [struck('unlink', 'tmp/in')] }],
  [
    'no-litter',
    'violated: directory',
    { entries: ['s1.json', 'tmp/'], faults: [struck('unlink', 'tmp/in')] },
  ],
  ['no-litter', 'violated: file', { entries: ['a', 'ab', 's1.json'], faults: [struck('unlink', 'ab')] }],
  // Who removes a folder lists it before; who lists a folder of sessions does not remove it.
  ['no-litter', 'holds', { entries: ['s1.json', 'tmp/', 'tmp/in'], faults: [struck('readdir', 'tmp')] }],
  [
    'no-litter',
    'violated: file',
    {
      files: { s1: 'deep/s1' },
      entries: ['deep/', 'deep/s1', 'deep/tmp'],
      faults: [struck('readdir', 'deep')],
    },
  ],
  ['no-litter', 'not-checked', { entries: ['s1.json', 'tmp'], faults: [killed] }],
  // Whoever waits for a lock that an error has kept there has not come to tidying up.
  [
    'no-litter',
    'not-checked',
    { calls: [call(1, 1, pending)], entries: ['s1.lock', 'tmp'], faults: [struck('unlink', 's1.lock')] },
  ],
  ['no-litter', 'not-checked', { entries: ['s1.json', 'tmp'], ...crash({}, { recovers: false }) }],
  ['no-litter', 'holds', crash({})],
  ['no-litter', 'violated: file', crash({}, { entries: ['s1.json', 'tmp'] })],
  ['no-litter', 'violated: file', crash({ entries: ['s1.json', 'tmp'] })],

  ['no-silent-loss', 'not-checked', { finals: { s1: torn } }],
  ['no-silent-loss', 'not-checked', crash({ finals: { s1: torn } })],
  ['no-silent-loss', 'holds', { faults: [full] }],
  ['no-silent-loss', 'holds', { faults: [full], finals: { s1: outputOf(1, 2) } }],
  ['no-silent-loss', 'violated: unreadable', { faults: [full], finals: { s1: torn } }],
  ['no-silent-loss', 'violated: foreign', { faults: [short], finals: { s1: foreign } }],
  ['no-silent-loss', 'violated: missing', { faults: [full], finals: { s1: missing } }],
  ['no-silent-loss', 'violated: missing', { faults: [full], finals: {} }],
  // Acknowledged before the later call began.
  ['no-silent-loss', 'violated: lost', { faults: [full], finals: { s1: outputOf(1, 1) } }],
  // A rejected call may have taken effect, or not; it may not have ruined anything.
  [
    'no-silent-loss',
    'holds',
    { faults: [full], calls: [call(1, 1, rejected)], finals: { s1: outputOf(1, 1) } },
  ],
  ['no-silent-loss', 'holds', { faults: [full], calls: [call(1, 1, rejected)], finals: { s1: missing } }],
  [
    'no-silent-loss',
    'holds',
    { faults: [full], calls: [call(1, 1), call(1, 2, rejected)], finals: { s1: outputOf(1, 1) } },
  ],
  [
    'no-silent-loss',
    'violated: ruined-unreadable',
    { faults: [full], calls: [call(1, 1, rejected)], finals: { s1: empty } },
  ],
  [
    'no-silent-loss',
    'violated: ruined-missing',
    {
      faults: [full],
      calls: [call(1, 1, rejected), call(1, 2, rejected)],
      reads: [read(outputOf(1, 1), 1)],
      finals: { s1: missing },
    },
  ],
  // Who cannot save for the first time, and removes what there is of it, leaves what there was before.
  ...[empty, outputOf(1, 1)].map((written): [OracleName, string, Partial<ExecutionRecord>] => [
    'no-silent-loss',
    'holds',
    {
      faults: [full],
      calls: [call(1, 1, rejected)],
      reads: [read(written, 12)],
      finals: { s1: missing },
    },
  ]),
  // At the end all is well again, but when the call resolved it was not; unless another was at it.
  [
    'no-silent-loss',
    'violated: unreadable',
    {
      faults: [short],
      observed: true,
      calls: [call(1, 1), call(2, 2)],
      reads: [read(torn, 12), read(outputOf(2, 2), 24)],
    },
  ],
  [
    'no-silent-loss',
    'holds',
    {
      faults: [short],
      observed: true,
      calls: [call(1, 1), call(2, 1, { settled: 30 }), call(2, 2, { invoked: 31, settled: 35 })],
      reads: [read(torn, 12), read(outputOf(2, 2), 24)],
    },
  ],
  // There was none before the crash, either.
  [
    'no-silent-loss',
    'holds',
    crash(
      { faults: [full, killed], calls: [call(1, 1, rejected), next], reads: [read(outputOf(3, 1), 60)] },
      { finals: { s1: missing } },
    ),
  ],
  // The call after a crash covers up what was lost before.
  ['no-silent-loss', 'violated: unreadable', crash({ faults: [full, killed] }, { finals: { s1: torn } })],

  ['acknowledged-survives', 'not-checked', {}],
  ['acknowledged-survives', 'not-checked', { faults: [full], finals: { s1: torn } }],
  ['acknowledged-survives', 'holds', crash({})],
  ['acknowledged-survives', 'violated: missing', crash({}, { finals: {} })],
  ['acknowledged-survives', 'violated: unreadable', crash({}, { finals: { s1: torn } })],
  ['acknowledged-survives', 'violated: older', crash({}, { finals: { s1: outputOf(1, 1) } })],
  // The call that was cut short may have taken effect.
  [
    'acknowledged-survives',
    'holds',
    crash({ calls: [call(1, 1), call(1, 2, pending), next] }, { finals: { s1: outputOf(1, 2) } }),
  ],
  // Nothing was promised.
  [
    'acknowledged-survives',
    'not-checked',
    crash({ calls: [call(1, 1, pending), next] }, { finals: { s1: torn } }),
  ],

  ['starts-again', 'not-checked', {}],
  ['starts-again', 'holds', crash({})],
  ['starts-again', 'violated: rejected', crash({ calls: [call(1, 1), call(3, 1, rejected)] })],
  ['starts-again', 'violated: waits', crash({ calls: [call(1, 1), call(3, 1, pending)] })],
  ['starts-again', 'violated: waits', crash({ calls: [call(1, 1)] })],
  ['starts-again', 'violated: start', crash({ calls: [call(1, 1)] }, { failed: 'its recover(dir) throws' })],
  // What was struck after the crash may well be rejected.
  [
    'starts-again',
    'not-checked',
    crash({ calls: [call(1, 1), call(3, 1, rejected)], faults: [killed, { ...full, writer: 3 }] }),
  ],
  // A start that has failed was in the middle of something.
  ['acknowledged-survives', 'not-checked', crash({}, { failed: 'it was killed', finals: { s1: torn } })],

  // Nobody reads while the application is down, and who reads after it knows nothing of before.
  [
    'reads-whole',
    'holds',
    crash({ observed: true, reads: [read(outputOf(1, 1), 5), read(missing, 42), read(outputOf(3, 1), 60)] }),
  ],
  [
    'reads-whole',
    'violated: missing',
    crash({ observed: true, reads: [read(outputOf(1, 1), 42), read(missing, 50)] }),
  ],
])('%s: %s', (oracle, verdict, record) => {
  expect(says(oracle, record)).toBe(verdict)
})

test('a finding names the file, what was expected and what was found', () => {
  const [parses] = judge(recordWith({ finals: { s1: torn } }), ['parses'])
  expect(parses?.findings[0]).toMatchObject({
    session: 's1',
    message:
      's1.json should hold a complete document at the end, but holds 9 bytes that cannot be read (Unterminated string); its bytes are of w1#1',
  })
  const [order] = judge(recordWith({ finals: { s1: outputOf(1, 1) } }), ['program-order'])
  expect(order?.findings[0]?.message).toMatch(
    /ends as the output of w1 write#1, .* w1 write#2 began after that was acknowledged/,
  )
})

test('every oracle in the table has a name of its own, and is asked by default unless it is opt-in', () => {
  expect(oracles.map((oracle) => oracle.name).toSorted()).toEqual(oracleNames.toSorted())
  const plain = { specification: null, oracles: null }
  const log = { specification: { name: 'log', scope: 'session' as const }, oracles: null }
  const namesFor = (kind: string) =>
    oracles.flatMap(({ name, optIn, speaksOf = kind }) => (optIn || speaksOf !== kind ? [] : [name]))
  expect(selectOracles(plain, null)).toEqual(namesFor('register'))
  expect(selectOracles(log, null)).toEqual(namesFor('specification'))
  expect(selectOracles(log, null)).toContain('linearizable')
  expect(selectOracles(log, null)).not.toContain('one-writer')
  expect(selectOracles(plain, ['calls-succeed'])).toEqual(['calls-succeed'])
  expect(selectOracles({ ...plain, oracles: ['no-litter', 'parses'] }, null)).toEqual(['parses', 'no-litter'])
})

test('violated once is violated, and not checked is never held', () => {
  expect(combineVerdicts(undefined, 'not-checked')).toBe('not-checked')
  expect(combineVerdicts('not-checked', 'holds')).toBe('holds')
  expect(combineVerdicts('holds', 'not-checked')).toBe('holds')
  expect(combineVerdicts('violated', 'holds')).toBe('violated')
})
