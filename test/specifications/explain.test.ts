import { expect, test } from 'vitest'
import { documentOf } from '../../harness/model/document.ts'
import type { History, HistoryCall, HistoryLook } from '../../harness/model/history.ts'
import type { Specification } from '../../harness/model/specification.ts'
import { explain } from '../../harness/specifications/explain.ts'
import { counter, log, map, register } from '../../harness/specifications/index.ts'
import { valueIn } from '../../harness/specifications/value-in.ts'
import { tokens } from '../../scripts/specifications/tokens.ts'

interface Times {
  readonly begin: number
  readonly by: number | null
  readonly name?: string
  readonly session?: string
  readonly returned?: unknown
}

function call(writer: number, { begin, by, name = 'set', session = 's1', ...rest }: Times): HistoryCall {
  const document = documentOf({ writer, call: 1 }, { session, payloadBytes: 8 })
  const returned = 'returned' in rest ? { returned: { value: rest.returned } } : {}
  return { name, document, writer, call: 1, begin, by, acknowledged: by, ...returned }
}

const look = (begin: number, value?: unknown): HistoryLook => ({
  begin,
  end: begin,
  session: 's1',
  at: begin === 9 ? 'end' : 'between',
  value,
})
const explained = ({ calls, looks }: History, specification: Specification) => {
  const values = looks.map((each) => Object.assign({}, each, { value: valueIn(each.value, calls) }))
  return explain({ calls, looks: values }, specification)
}

test('names the call whose update was lost, and what is not there', () => {
  const calls = [call(1, { begin: 0, by: 5 }), call(2, { begin: 1, by: 6, session: 's2' })]
  const value = { s2: calls[1]?.document }
  expect(explained({ calls, looks: [look(9, value)] }, map())).toEqual({
    kind: 'unexplained',
    at: 'end',
    session: 's1',
    call: null,
    lost: [{ writer: 1, call: 1 }],
    isWhole: true,
    found: '{s2: w2 set#1}',
    difference: 'lacks s1',
  })
})

test('names a line that is gone from a log', () => {
  const calls = [call(1, { begin: 0, by: 5 }), call(2, { begin: 1, by: 6 })]
  const history = { calls, looks: [look(9, [calls[1]?.document])] }
  expect(explained(history, log())).toMatchObject({
    lost: [{ writer: 1, call: 1 }],
    found: '[w2 set#1]',
    difference: 'lacks w1 set#1',
  })
})

test('tells the first look that no order explains from those that follow from it', () => {
  const calls = [call(1, { begin: 0, by: 5 })]
  const [document] = calls.map((each) => each.document)
  const history = { calls, looks: [look(2, [document]), look(3, []), look(9, [document])] }
  expect(explained(history, log())).toMatchObject({ at: 'between', found: '[]', isWhole: true })
})

test('says that no order of whole calls gives what is torn', () => {
  const calls = [call(1, { begin: 0, by: 5 })]
  const history = { calls, looks: [look(9, [{ ...calls[0]?.document, payload: 'w1' }])] }
  expect(explained(history, log())).toMatchObject({ isWhole: false, lost: [] })
})

test('says what a call returned that no order explains', () => {
  const calls = [
    call(1, { begin: 0, by: 5, name: 'save', returned: false }),
    call(2, { begin: 6, by: 8, name: 'remove', returned: false }),
  ]
  expect(explained({ calls, looks: [look(9)] }, tokens)).toMatchObject({
    at: 'returned',
    call: { writer: 2, call: 1 },
    found: 'false',
  })
})

test('names no call where one was counted twice', () => {
  const calls = [call(1, { begin: 0, by: 5 })]
  expect(explained({ calls, looks: [look(9, 2)] }, counter())).toMatchObject({
    lost: [],
    isWhole: false,
    found: '2',
    difference: 'stands where 1 belongs',
  })
})

test('takes nothing at all for what there is before any call', () => {
  const calls = [call(1, { begin: 5, by: 8 })]
  for (const specification of [register(), log(), map(), counter()] as Specification[]) {
    expect(explained({ calls, looks: [look(1)] }, specification)).toEqual({ kind: 'explained' })
    expect(explained({ calls, looks: [look(9)] }, specification)).toMatchObject({ kind: 'unexplained' })
  }
})

const broken: Readonly<Record<string, Partial<Specification>>> = {
  'changes the state that it is given': {
    initial: () => new Map<string, number>(),
    apply: (state) => ({ state: (state as Map<string, number>).set('a', 1) }),
  },
  'expected plain data': { initial: () => /a pattern/ },
  'expected { state, returns }': { apply: () => undefined as never },
  'object is not extensible': {
    initial: () => [],
    apply: (state) => {
      ;(state as unknown[]).push(1)
      return { state }
    },
  },
}

test.each(Object.entries(broken))('refuses a specification, and says so: %s', (message, functions) => {
  const specification = { ...(log() as Specification), ...functions }
  const history = { calls: [call(1, { begin: 0, by: 5 })], looks: [look(9, [])] }
  expect(() => explain(history, specification)).toThrow(message)
})
