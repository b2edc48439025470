import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  differenceIn,
  ownCredentials,
  places,
  type Coverage,
  type Place,
} from '../../scripts/file-system/compare.ts'
import { fileSteps } from '../../scripts/file-system/generate.ts'
import { reachable, reached } from '../../scripts/file-system/reachable.ts'
import { wrongRules } from './wrong-rules.ts'

const sequences = 2000
/** Most of it is system calls; a machine that is busy takes its time. */
const patient = { timeout: 600_000 }

const isSuperuser = ownCredentials.uid === 0

test('the store does what the kernel does, and every error that there is comes up', patient, () => {
  const coverage: Coverage = new Map()
  fc.assert(
    fc.property(fileSteps, (steps) => {
      for (const place of places) expect(differenceIn(steps, place, coverage)).toBeNull()
    }),
    { numRuns: sequences, seed: 1 },
  )
  // Anybody else is refused much more.
  if (isSuperuser) expect(reached(coverage)).toEqual(reachable)
  else expect(Object.keys(reached(coverage)).toSorted()).toEqual(Object.keys(reachable).toSorted())
})

/** Somebody who has no other groups: the superuser's are put aside. */
const stranger = isSuperuser ? { uid: 12_345, gid: 12_345, umask: ownCredentials.umask } : ownCredentials

test('so it does for somebody who is not the superuser', patient, () => {
  if (isSuperuser) process.setgroups?.([])
  const coverage: Coverage = new Map()
  fc.assert(
    fc.property(fileSteps, (steps) => {
      expect(differenceIn(steps, places[0] as Place, coverage, { credentials: stranger })).toBeNull()
    }),
    { numRuns: sequences / 4, seed: 2 },
  )
  const refusals = [...coverage.keys()].filter((what) => what.endsWith(' EACCES') || what.endsWith(' EPERM'))
  expect(refusals).toEqual(
    expect.arrayContaining(['open EACCES', 'stat EACCES', 'rename EACCES', 'chown EPERM']),
  )
})

const [place] = places

test.each(wrongRules)('it would be noticed if $name', patient, ({ operations }) => {
  const found = fc.check(
    fc.property(
      fileSteps,
      (steps) => place === undefined || differenceIn(steps, place, new Map(), { operations }) === null,
    ),
    { numRuns: sequences, seed: 1, endOnFailure: true },
  )
  expect(found.failed).toBe(true)
})
