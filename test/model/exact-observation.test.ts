import { expect, test } from 'vitest'
import type { Step, StepOutcome } from '../../harness/model/step.ts'
import { ShadowedState } from '../support/shadowed-state.ts'

type Done = readonly [step: Omit<Step, 'sync'>, outcome?: StepOutcome]

const makeA: Done = [{ op: 'open', path: 'a', flags: 'w', handle: 1 }, { made: '33152 0 0' }]
const makeB: Done = [{ op: 'open', path: 'b', flags: 'w', handle: 2 }, { made: '33152 0 0' }]

/** The state after one writer has done something, and another has then looked. */
function stateAfter(does: readonly Done[], ...looks: readonly Done[]) {
  const state = new ShadowedState({ writers: 2, open: () => () => Buffer.alloc(0) })
  const perform = (writer: number, [step, outcome = {}]: Done, id: number) => {
    const pending = { ...step, sync: true, id, call: 1 }
    state.take(writer, { asked: [pending] })
    state.perform(writer, pending, outcome, 1000)
  }
  for (const [index, done] of does.entries()) perform(1, done, index + 1)
  for (const [index, done] of looks.entries()) perform(2, done, index + 1)
  return state.parts()
}

const realpath: Done = [{ op: 'realpath', path: 'a' }]
const chmod = (made: string): Done => [{ op: 'chmod', path: 'a' }, { made }]
const chown = (made: string): Done => [{ op: 'chown', path: 'a' }, { made }]
const utimes = (dated: string): Done => [{ op: 'utimes', path: 'a' }, { dated }]

test('who asks for the real path of a file has not seen what else there is', () => {
  const [, seen] = stateAfter([makeA], realpath).writers
  expect(stateAfter([makeA, makeB], realpath).writers[1]).toBe(seen)
  expect(stateAfter([makeA, chmod('33188 0 0')], realpath).writers[1]).toBe(seen)
  const missing: Done = [{ op: 'realpath', path: 'a' }, { error: 'ENOENT' }]
  expect(stateAfter([makeB], missing).writers[1]).not.toBe(seen)
})

test.each([
  ['a mode', chmod('33188 0 0'), chmod('33152 0 0'), chmod('33188 0 0')],
  ['an owner', chown('33152 7 7'), chown('33152 0 0'), chown('33152 7 7')],
  ['times', utimes('5000 5000'), utimes('7000 7000'), utimes('5000 5000')],
])('%s that was set is what it was set to, whoever did it and whatever came before', (_, set, ...others) => {
  const once = stateAfter([makeA, set]).files
  expect(stateAfter([makeA, ...others]).files).toEqual(once)
  expect(stateAfter([makeA], set).files).toEqual(once)
  expect(stateAfter([makeA, others[0]]).files).not.toEqual(once)
})

test('what could not be set is as it was', () => {
  const { files } = stateAfter([makeA])
  const failed = (op: 'chmod' | 'chown' | 'utimes'): Done => [{ op, path: 'a' }, { error: 'EPERM' }]
  for (const op of ['chmod', 'chown', 'utimes'] as const)
    expect(stateAfter([makeA, failed(op)]).files).toEqual(files)
})
