import { expect, test } from 'vitest'
import { SessionWatch } from '../../harness/controller/execute/session-watch.ts'
import type { Content } from '../../harness/model/content.ts'

const missing = { kind: 'missing' } as const
const complete: Content = { kind: 'complete', bytes: 4, writer: 1, call: 1 }

function watch(): SessionWatch {
  return new SessionWatch({ read: () => missing }, () => missing)
}

test('what was there is taken to be there until something else is seen', () => {
  const seen = watch()
  seen.note('s1', missing, 1)
  seen.note('s1', complete, 5)
  expect(seen.reads).toMatchObject([{ from: 1, until: 5 }, { from: 5 }])
})

test('where nobody could look, it is not known how long it was there', () => {
  const seen = watch()
  seen.note('s1', missing, 1)
  for (const position of [3, 4]) seen.lapse(position)
  seen.fork({ read: () => missing }).note('s1', complete, 5)
  seen.note('s1', complete, 5)
  seen.note('s1', missing, 9)
  expect(seen.reads).toMatchObject([{ from: 1, until: 3 }, { from: 5, until: 9 }, { from: 9 }])
})

test('what is seen again afterwards was seen at both ends', () => {
  const seen = watch()
  seen.note('s1', complete, 1)
  seen.lapse(3)
  expect(seen.note('s1', complete, 6)).toBeNull()
  expect(seen.reads).toMatchObject([{ from: 1, firstEnd: 1, lastStart: 6, until: 6 }])
})
