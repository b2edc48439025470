import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fault } from '../../harness/model/fault.ts'
import type { CallRecord } from '../../harness/model/record.ts'
import type { ShownInode } from '../../harness/model/shown-inode.ts'
import { operations, type PendingStep } from '../../harness/model/step.ts'
import {
  grantOf,
  ReactionDecoder,
  ReactionEncoder,
  sendGrant,
} from '../../harness/protocol/controlled-codec.ts'
import type { Grant, Reaction } from '../../harness/model/program.ts'
import type { Value } from '../../harness/model/value.ts'
import { FrameChannel, type Frame } from '../../harness/protocol/frame-channel.ts'

const count = fc.nat(5)
const whole = fc.maxSafeNat()
const text = fc.oneof(fc.constantFrom('s1.json', 's1.json.1001.1.tmp', ''), fc.string())
const wholes = (length: number) =>
  fc.array(whole, { minLength: length, maxLength: length }).map((all) => all.join(' '))
const some = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })

/** One for each field that there is, optional ones included: who adds a field, and forgets it here, does not compile. */
type EveryField<T> = { readonly [Field in keyof Required<T>]: fc.Arbitrary<T[Field]> }

const stepFields: EveryField<PendingStep> = {
  id: whole,
  call: count,
  op: fc.constantFrom(...operations),
  path: some(text),
  to: some(text),
  handle: some(fc.integer({ min: 1, max: 9 })),
  flags: some(fc.constantFrom('w', 'r+', 'O_WRONLY|O_CREAT')),
  position: some(whole),
  bytes: some(whole),
  pieces: some(fc.integer({ min: 1, max: 4 })),
  dueMillis: some(fc.double({ min: 0, max: 1e13, noNaN: true })),
  sync: fc.boolean(),
  unref: some(fc.constant(true as const)),
  withoutTimes: some(fc.constant(true as const)),
  receiver: some(count),
  signal: some(count),
  through: some(fc.array(text, { minLength: 1, maxLength: 2 })),
}
const step = fc.record(stepFields)

const callFields = {
  writer: count,
  call: count,
  operation: text,
  session: text,
  outcome: fc.constantFrom('acknowledged', 'rejected', 'pending'),
  invoked: whole,
  settled: fc.option(whole),
  returnedNothing: fc.constant(true as const),
  error: text,
  // JSON has no negative zero.
  returned: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Value),
  found: fc.constant({ kind: 'missing' } as const),
} satisfies EveryField<CallRecord>
const call = fc.record(callFields, {
  requiredKeys: ['writer', 'call', 'operation', 'session', 'outcome', 'invoked', 'settled'],
})

const reactionFields: EveryField<Reaction> = {
  asked: fc.uniqueArray(step, { selector: ({ id }) => id, maxLength: 3 }),
  withdrawn: some(fc.array(whole, { minLength: 1, maxLength: 3 })),
  outcome: some(
    fc.oneof(
      fc.record({ bytes: whole }),
      fc.record({ error: text }),
      fc.record({ made: wholes(3), dated: wholes(2) }, { requiredKeys: [] }),
    ),
  ),
  blockedOn: some(fc.integer({ min: 1 })),
  files: some(fc.constant({ s1: 's1.json' })),
  deferred: some(fc.constant(true as const)),
  keptWaiting: some(fc.constant(true as const)),
  untimed: some(fc.constant(true as const)),
  seesTimes: some(fc.constant(true as const)),
  finished: some(fc.constant(true as const)),
  ended: some(fc.constantFrom('program' as const, 'process' as const)),
  refused: some(text),
  thrown: some(fc.record({ message: text, isRejection: fc.boolean(), place: fc.constant(null) })),
  uncontrolled: some(fc.array(text)),
  sources: some(fc.dictionary(text, text)),
  calls: some(fc.array(call, { maxLength: 2 })),
  recovered: some(fc.constant(true as const)),
  kept: some(text),
  handles: some(fc.array(count, { maxLength: 2 })),
  stalledOn: some(fc.array(text, { maxLength: 2 })),
}
const reaction = fc.record(reactionFields)

const inode: EveryField<ShownInode> = { number: whole, changedMillis: whole, bornMillis: whole }

const grantFields: EveryField<Grant> = {
  id: whole,
  position: whole,
  nowMicros: fc.double({ min: 0, max: 1e16, noNaN: true }),
  fault: some(fc.constantFrom<Fault>({ kind: 'errno', code: 'EIO' }, { kind: 'kill', bytes: 3 })),
  inode: some(fc.record(inode)),
  inodes: some(fc.dictionary(text, fc.record(inode))),
}
const grant = fc.record(grantFields)

/** Sends into a file, and receives from it. */
function across<T>(send: (channel: FrameChannel) => void, receive: (next: () => Frame) => T): T {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'codec-'))
  const [write, read] = ['w', 'r'].map((flags) => fs.openSync(path.join(dir, 'frames'), flags)) as [
    number,
    number,
  ]
  const channel = new FrameChannel(read, write)
  try {
    send(channel)
    return receive(() => channel.receive() as Frame)
  } finally {
    fs.closeSync(write)
    fs.closeSync(read)
    fs.rmSync(dir, { recursive: true })
  }
}

test('every reaction arrives as it was sent, from one execution to the next', () => {
  fc.assert(
    fc.property(fc.array(fc.array(reaction, { maxLength: 4 }), { maxLength: 3 }), (executions) => {
      const decoder = new ReactionDecoder()
      const received = across(
        (channel) => {
          const encoder = new ReactionEncoder(channel)
          for (const reports of executions) {
            encoder.begin()
            for (const one of reports) encoder.send(one)
          }
        },
        (next) =>
          executions.map((reports) => {
            decoder.begin()
            return reports.map(() => decoder.decode(next()))
          }),
      )
      expect(received).toEqual(executions)
    }),
  )
})

test('every grant arrives as it was sent, and nothing else is taken for one', () => {
  fc.assert(
    fc.property(grant, (sent) => {
      const received = across(
        (channel) => {
          sendGrant(channel, sent)
          channel.send(0, { type: 'begin' })
        },
        (next) => [next(), next()].map(grantOf),
      )
      expect(received).toEqual([sent, null])
    }),
  )
})

test('what is no reaction is refused', () => {
  const refuse = () =>
    across(
      (channel) => channel.send(0, { type: 'loaded' }),
      (next) => new ReactionDecoder().decode(next()),
    )
  expect(refuse).toThrow(TypeError)
})
