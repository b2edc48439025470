import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ext4With } from '../../harness/faults/power-loss/ext4.ts'
import { imagesOf } from '../../harness/faults/power-loss/images.ts'
import { OperationDigest } from '../../harness/faults/power-loss/operation-digest.ts'
import type { DiskOperation } from '../../harness/faults/power-loss/operation.ts'
import { posix } from '../../harness/faults/power-loss/posix.ts'
import type { PersistenceModel } from '../../harness/faults/power-loss/alternative.ts'
import { attempts, logOf } from '../support/disk-logs.ts'
import { simulatePosix, type Rule } from '../support/disk-simulation.ts'
import { simulateExt4 } from '../support/ext4-simulation.ts'

const block = 4
const models = {
  posix: { model: posix, simulate: simulatePosix },
  ext4: {
    model: ext4With(block),
    simulate: (log: readonly DiskOperation[], without?: Rule) => simulateExt4(log, block, without),
  },
}
const sabotage: Record<keyof typeof models, readonly Rule[]> = {
  posix: ['fsync of a file', 'fsync of a directory', 'O_SYNC'],
  ext4: [
    'fsync of a file',
    'fsync of a directory',
    'O_SYNC',
    'flush on rename',
    'flush on close',
    'fsync commits the journal',
    'data before size',
    'appending within a block',
    'fdatasync commits less',
  ],
}

function enumerated(log: readonly DiskOperation[], model: PersistenceModel): Set<string> {
  const { images, isCut } = imagesOf(log, model, { most: 1_000_000 })
  expect(isCut).toBe(false)
  const lines = images.map(({ tree }) =>
    [...tree]
      .map(([path, node]) =>
        node.kind === 'directory'
          ? `${path}/`
          : node.kind === 'file'
            ? `${path}=${node.bytes.join('.')}`
            : `${path}->${node.to}`,
      )
      .toSorted()
      .join(' '),
  )
  expect(new Set(lines).size).toBe(lines.length)
  return new Set(lines)
}

function digestOf(log: readonly DiskOperation[]): string {
  const digest = new OperationDigest()
  digest.take(log, '')
  return digest.value
}

describe.each(Object.entries(models))('%s', (name, { model, simulate }) => {
  test('the images are those that a simulated disk may be left with', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const log = logOf(tried)
        expect([...enumerated(log, model)].toSorted()).toEqual([...simulate(log)].toSorted())
      }),
      { numRuns: 150, seed: 1 },
    )
  })

  test('logs with one digest leave the same images', () => {
    let equal = 0
    const agrees = fc.property(attempts, (tried) => {
      const log = logOf(tried)
      const withoutCloses = log.filter(({ kind }) => kind !== 'close')
      const [one, other] = [log, withoutCloses].map((each) => digestOf(each))
      if (one !== other || withoutCloses.length === log.length) return
      equal += 1
      expect(enumerated(log, model)).toEqual(enumerated(withoutCloses, model))
    })
    fc.assert(agrees, { numRuns: 300, seed: 1 })
    expect(equal).toBeGreaterThan(30)
  })

  test.each(sabotage[name as keyof typeof models])('a disk that lacks a rule is told apart: %s', (rule) => {
    const differs = fc.property(attempts, (tried) => {
      const log = logOf(tried, { mostWrites: 2 })
      const lacking = simulate(log, rule)
      const found = enumerated(log, model)
      return found.size === lacking.size && [...found].every((line) => lacking.has(line))
    })
    expect(fc.check(differs, { numRuns: 400, seed: 1, endOnFailure: true }).failed).toBe(true)
  })
})
