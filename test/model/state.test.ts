import { expect, test } from 'vitest'
import type { StateParts } from '../../harness/model/state.ts'
import type { PendingStep } from '../../harness/model/step.ts'
import { ShadowedState } from '../support/shadowed-state.ts'

const step = (id: number, op: 'open' | 'close' | 'access', path: string): PendingStep => ({
  id,
  op,
  path,
  handle: op === 'access' ? undefined : 1,
  call: 1,
  sync: false,
})

/** Two writers, each with its file open. The first is killed before it closes that, or looks for another one. */
function killed(at: 'close' | 'access', then: (state: ShadowedState) => void): StateParts {
  const state = new ShadowedState({ writers: 2, open: () => null })
  state.take(1, { files: { s1: 's1.json' }, asked: [step(1, 'open', 's1.json')] })
  state.take(2, { files: { s1: 's1.json' }, asked: [step(1, 'open', 's1.json')] })
  state.perform(1, step(1, 'open', 's1.json'), {}, 0)
  state.take(1, { asked: [step(2, 'close', 's1.json')] })
  if (at === 'access') {
    state.perform(1, step(2, 'close', 's1.json'), {}, 0)
    state.take(1, { asked: [step(3, 'access', 'other-1')] })
  }
  state.kill(1, ['1 pending'])
  then(state)
  return state.parts()
}

test('what a killed writer was about to ask for tells in nothing that comes later', () => {
  expect(killed('access', () => {})).toEqual(killed('close', () => {}))
  const goOn = (state: ShadowedState) => state.take(2, { asked: [step(2, 'access', 'other-1')] })
  expect(killed('access', goOn)).toEqual(killed('close', goOn))
})
