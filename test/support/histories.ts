import fc from 'fast-check'
import type { CallRecord, ExecutionRecord } from '../../harness/model/record.ts'
import { call, foreign, missing, outputOf, recordWith } from './record.ts'

const instants = fc.integer({ min: 1, max: 12 })
/** Two instants, the earlier one first. Half of them apart, so that the order of operations is seldom open. */
const interval = fc
  .tuple(instants, instants)
  .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)
const outcomes = fc.constantFrom<CallRecord['outcome']>(
  'acknowledged',
  'acknowledged',
  'acknowledged',
  'rejected',
  'pending',
)

/** Writer and call by number: two writers, for what is deferred tells a writer's own calls from those of others. */
const namesOf = (index: number) => [1 + (index % 2), 1 + Math.floor(index / 2)] as const

const callPlan = fc.record({ interval, outcome: outcomes, isDeferred: fc.boolean() })

function callOf(
  index: number,
  {
    interval: [invoked, end],
    outcome,
    isDeferred,
  }: typeof callPlan extends fc.Arbitrary<infer T> ? T : never,
): CallRecord {
  // Never within one position, which would say that the call was deferred.
  const settled = outcome === 'pending' ? null : end + 0.5 + Number(end === invoked) / 2
  return call(...namesOf(index), {
    invoked,
    settled,
    outcome,
    ...(isDeferred && { returnedNothing: true as const }),
  })
}

/** Contents by number: so many calls' outputs, no file, or something foreign. */
const contentOf = (calls: number, index: number) =>
  index < calls ? outputOf(...namesOf(index)) : index === calls ? missing : foreign

/** Anything that could be recorded: most are not linearizable. */
export const histories: fc.Arbitrary<ExecutionRecord> = fc
  .record({
    plans: fc.array(callPlan, { minLength: 1, maxLength: 4 }),
    looks: fc.array(fc.record({ times: fc.tuple(interval, interval), content: fc.nat(5) }), { maxLength: 3 }),
    final: fc.nat(5),
  })
  .map(({ plans, looks, final }) => {
    const calls = plans.map((plan, index) => callOf(index, plan))
    const reads = looks.map(({ times, content }) => {
      const [from, firstEnd, lastStart, until] = times.flat().toSorted((left, right) => left - right) as [
        number,
        number,
        number,
        number,
      ]
      return {
        reader: 1,
        session: 's1',
        content: contentOf(calls.length, content),
        from,
        firstEnd,
        lastStart,
        until,
      }
    })
    return recordWith({ calls, reads, finals: { s1: contentOf(calls.length, final) } })
  })

/** Operations of a register, each somewhere around the instant at which it took effect. */
export const linearizedHistories: fc.Arbitrary<ExecutionRecord> = fc
  .array(
    fc.record({
      isWrite: fc.boolean(),
      before: fc.integer({ min: 0, max: 4 }),
      after: fc.integer({ min: 0, max: 4 }),
      fate: fc.nat(5),
    }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((operations) => {
    const calls: CallRecord[] = []
    const reads: ExecutionRecord['reads'][number][] = []
    let holds = missing
    let latestWriteEnd = 0
    for (const [index, { isWrite, before, after, fate }] of operations.entries()) {
      const instant = 10 * index + 10
      const [from, until] = [instant - 10 * before - 1, instant + 10 * after + 1]
      if (!isWrite) {
        reads.push({
          reader: 1,
          session: 's1',
          content: holds,
          from,
          firstEnd: until,
          lastStart: from,
          until,
        })
        continue
      }
      const [writer, number] = namesOf(calls.length)
      holds = outputOf(writer, number)
      // One in six is deferred: acknowledged before it took effect, but not before an earlier write had.
      const deferred = fate === 0 && {
        returnedNothing: true as const,
        settled: Math.max(from + 1, latestWriteEnd + 1, instant - 5),
      }
      const rejected = fate === 1 && { outcome: 'rejected' as const }
      const record = call(writer, number, { invoked: from, settled: until, ...rejected, ...deferred })
      latestWriteEnd = instant
      calls.push(record)
    }
    return recordWith({ calls, reads, finals: { s1: holds } })
  })
