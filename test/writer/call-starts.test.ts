import { expect, test } from 'vitest'
import type { StepRequest } from '../../harness/writer/gate.ts'
import { CallStarts } from '../../harness/writer/controlled/call-starts.ts'

/** A gate at which the named calls have steps pending. */
function gateWith(...pending: number[]) {
  const told: unknown[] = []
  const posted: { readonly request: StepRequest; grant(): void }[] = []
  return {
    told,
    posted,
    get isBusy() {
      return pending.length > 0
    },
    isBusyBeside: (call: number) => pending.some((other) => other !== call),
    tell: (news: unknown) => told.push(news),
    post: <T>(request: StepRequest<T>, done: (error: null) => void) => {
      posted.push({ request, grant: () => done(null) })
      return { cancel: () => {} }
    },
    block: () => {
      throw new Error('the start of a call never blocks')
    },
  }
}

const startsAt = (gate: ReturnType<typeof gateWith>, areSteps: boolean) => {
  const starts = new CallStarts(gate, (_call, body) => body())
  starts.reset(areSteps)
  return starts
}

test('a call that begins at once beside what is pending is told', () => {
  const gate = gateWith(1)
  expect(startsAt(gate, false).starting(2)).toBe(undefined)
  expect(gate.told).toEqual([{ deferred: true }])
})

test('so is one beside what was pending only when the process came to rest', () => {
  const pending: number[] = []
  const gate = gateWith()
  const isBusyBeside = (call: number) => pending.some((other) => other !== call)
  const starts = startsAt(Object.assign(gate, { isBusyBeside }), false)
  void starts.starting(2)
  pending.push(1, 2)
  expect(starts.release()).toBe(false)
  expect(gate.told).toEqual([{ deferred: true }])
})

test('one beside its own steps is not', () => {
  const gate = gateWith()
  const starts = startsAt(Object.assign(gate, { isBusyBeside: (call: number) => call !== 2 }), false)
  void starts.starting(2)
  starts.release()
  expect(gate.told).toEqual([])
})

test('where starts are steps, a call waits for its grant beside what is pending', async () => {
  const gate = gateWith(1)
  const starts = startsAt(gate, true)
  let hasBegun = false
  const started = starts.starting(2)?.then(() => (hasBegun = true))
  expect(gate.posted).toEqual([])
  expect(starts.release()).toBe(false)
  expect(gate.posted.map(({ request }) => request.step)).toEqual([{ op: 'begin', sync: false }])
  await Promise.resolve()
  expect(hasBegun).toBe(false)
  gate.posted[0]?.grant()
  await started
  expect(hasBegun).toBe(true)
  expect(starts.release()).toBe(false)
})

test('and begins without a step where nothing is', async () => {
  const gate = gateWith()
  const starts = startsAt(gate, true)
  const started = starts.starting(1)
  expect(starts.release()).toBe(true)
  await started
  expect(gate.posted).toEqual([])
})
