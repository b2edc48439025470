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

/** Each operation is caused by itself, wherever in a log it stands. */
function digestOf(
  log: readonly DiskOperation[],
  causes: ReadonlyMap<DiskOperation, string>,
  model: PersistenceModel,
) {
  const digest = new OperationDigest([model])
  for (const [index, operation] of log.entries())
    digest.take(log.slice(0, index + 1), causes.get(operation) ?? '')
  return digest.value
}

/** The same operations in another order, in which some have changed places with the next one; or all but one. */
function otherwise<T>(items: readonly T[], places: readonly number[]): T[] {
  const order = [...items]
  const [first = 0, ...more] = places
  if (more.length === 0) return order.toSpliced(first % Math.max(1, order.length), 1)
  for (const place of places) {
    const at = place % Math.max(1, order.length - 1)
    order.splice(at, 2, ...order.slice(at, at + 2).toReversed())
  }
  return order
}

/**
 * How many pairs of different logs there are with one digest.
 *
 * @throws where they do not leave the same images, with whatever comes after both.
 */
function comparePairs(model: PersistenceModel, named = model): number {
  let equal = 0
  const places = fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 6 })
  const agrees = fc.property(attempts, fc.nat({ max: 6 }), places, (tried, later, changes) => {
    const log = logOf(tried)
    const causes = new Map(log.map((operation, index) => [operation, `${index}`]))
    const [first, rest] = [log.slice(0, -later || undefined), later === 0 ? [] : log.slice(-later)]
    const other = otherwise(first, changes)
    const isSame = first.length === other.length && first.every((each, index) => each === other[index])
    if (isSame || digestOf(first, causes, named) !== digestOf(other, causes, named)) return
    equal += 1
    expect(enumerated([...first, ...rest], model)).toEqual(enumerated([...other, ...rest], model))
  })
  fc.assert(agrees, { numRuns: 1000, seed: 1 })
  return equal
}

const byKind = (one: DiskOperation, other: DiskOperation) =>
  one.kind < other.kind ? -1 : Number(one.kind > other.kind)

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

  test('logs with one digest leave the same images, whatever comes after them', () => {
    expect(comparePairs(model)).toBeGreaterThan(100)
  })

  test.each(['effects', 'order'])('a digest that forgets the %s of operations is given away', (forgotten) => {
    const lay: PersistenceModel['lay'] = (operations) => ({
      ...model.lay(operations),
      standing: (names) =>
        forgotten === 'effects' ? null : model.lay(operations.toSorted(byKind)).standing(names),
    })
    expect(() => comparePairs(model, { name, lay })).toThrow()
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
