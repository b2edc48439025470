import { expect, test } from 'vitest'
import { deal } from '../../harness/engine/check/deal.ts'
import { unexplored } from '../../harness/engine/check/not-checked.ts'
import { phasesOf } from '../../harness/engine/check/phases.ts'
import { faultNames } from '../../harness/model/settings.ts'

test('every kind of fault has a phase of its own, and several together one more', () => {
  const phases = phasesOf({ faults: faultNames })
  for (const kind of faultNames)
    expect(phases).toContainEqual(expect.objectContaining({ name: `faults: ${kind}`, faults: [kind] }))
  expect(phases.at(-1)).toMatchObject({ name: 'faults: several at once', faults: faultNames })
  expect(phasesOf({ faults: ['power-loss:ext4'] }).map(({ name }) => name)).toEqual([
    'interleavings',
    'faults: power-loss:ext4',
  ])
  expect(phasesOf({ faults: [] }).map(({ name }) => name)).toEqual(['interleavings'])
})

test('executions are dealt out by weight, all of them, and each has one as long as there are enough', () => {
  expect(deal(100, [4, 1, 1])).toEqual([67, 17, 16])
  for (let executions = 0; executions < 200; executions += 1) {
    const dealt = deal(executions, [4, 2, 1.5, 1, 2, 1, 1])
    expect(dealt.reduce((sum, each) => sum + each, 0)).toBe(executions)
    expect(dealt.filter((each) => each === 0)).toHaveLength(Math.max(0, 7 - executions))
  }
})

test('what did not take place, or struck nothing, is named with the reason', () => {
  const phases = phasesOf({ faults: ['kill', 'errno', 'short-write'] })
  const executions = { interleavings: 9, 'faults: errno': 4, 'faults: short-write': 3, 'faults: kill': 0 }
  const faults = { errno: 0, kill: 2 }
  expect(unexplored({ phases, executions, faults, cut: 'time', bail: 1 })).toEqual([
    'faults: errno (no time was left)',
    'faults: kill (no time was left)',
    'faults: short-write (nothing that it could strike was seen)',
    'faults: several at once (no time was left)',
  ])
  const enough = unexplored({ phases, executions: { interleavings: 1 }, faults: {}, cut: 'enough', bail: 1 })
  expect(enough).toContain('faults: kill (it was over after one violation; --bail=0 goes on)')
})
