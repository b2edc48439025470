import { expect, test } from 'vitest'
import { Shadow } from '../../harness/filesystem/shadow/shadow.ts'
import type { PendingStep, Step } from '../../harness/model/step.ts'

/** Carries out steps of writers, and tells what number each path then shows. */
function numbersAfter(steps: readonly (readonly [writer: number, step: Omit<Step, 'sync'>])[]) {
  const shadow = new Shadow({ sessionFiles: ['s1.json'] })
  const ids = [0, 0, 0]
  const pending = steps.map(([writer, step]): readonly [number, PendingStep] => {
    ids[writer]! += 1
    const handle = step.op === 'open' ? ids[writer]! : undefined
    return [writer, { ...step, handle, sync: true, id: ids[writer]!, call: 1 }]
  })
  // What each asks for is the same whatever the order in which it is granted.
  for (const writer of [1, 2])
    for (const [whose, step] of pending) if (whose === writer) shadow.take(writer, undefined, [step])
  const outcomeOf = ({ op }: PendingStep) => (op === 'stat' ? { error: 'ENOENT' } : {})
  for (const [writer, step] of pending) shadow.perform(writer, step, outcomeOf(step), 0)
  expect(shadow.unforeseen).toBeNull()
  return (path: string) => shadow.shownBy(1, { op: 'stat', path, sync: true }, 0)?.number
}

const make = (path: string) => ({ op: 'open', path, flags: 'w' }) as const
const remove = (path: string) => ({ op: 'unlink', path }) as const

test('a number follows from the name that a file was made under, and not from the order of events', () => {
  const one = numbersAfter([
    [1, make('mark-1')],
    [2, make('mark-2')],
  ])
  const other = numbersAfter([
    [2, make('mark-2')],
    [1, make('mark-1')],
  ])
  expect([one('mark-1'), one('mark-2')]).toEqual([other('mark-1'), other('mark-2')])
  expect(one('mark-1')).not.toBe(one('mark-2'))
  expect(Number.isSafeInteger(one('mark-1'))).toBe(true)
})

test('it stays with a file that is renamed, and is that of both its names', () => {
  const before = numbersAfter([[1, make('a')]])
  const after = numbersAfter([
    [1, make('a')],
    [1, { op: 'link', path: 'a', to: 'b' }],
    [1, { op: 'rename', path: 'a', to: 's1.json' }],
  ])
  expect([after('s1.json'), after('b')]).toEqual([before('a'), before('a')])
})

test('what is made anew has a new one, and nothing has that of no step', () => {
  const first = numbersAfter([[1, make('a')]])
  const second = numbersAfter([
    [1, make('a')],
    [1, remove('a')],
    [2, make('a')],
  ])
  expect(second('a')).not.toBe(first('a'))
  expect(second('b')).toBeUndefined()
})

test('a temporary name tells the same number, whoever mentions it first', () => {
  const one = numbersAfter([
    [1, { op: 'stat', path: 't1' }],
    [2, make('t1')],
  ])
  const other = numbersAfter([[2, make('t1')]])
  expect(one('t1')).toBe(other('t1'))
})
