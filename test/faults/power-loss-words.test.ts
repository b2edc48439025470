import { describe, expect, test } from 'vitest'
import {
  describeLoss,
  imagesOf,
  OperationLog,
  persistenceModels,
  treeWithout,
} from '../../harness/faults/power-loss/index.ts'
import type { Step } from '../../harness/model/step.ts'

/** A log of what one writer does, from steps as it would ask for them. */
class Script {
  readonly #files = new Map<string, Buffer>()
  readonly #log = new OperationLog((path) => {
    const file = this.#files.get(path)!
    return (offset, bytes) => file.subarray(offset, offset + bytes)
  })
  #handles = 0

  get operations() {
    return this.#log.operations
  }

  step(step: Omit<Step, 'sync'>, bytes = 0, permissions?: number): this {
    this.#log.take(1, { ...step, sync: false }, { bytes, permissions })
    return this
  }

  /** Opens, writes, and syncs where asked for. */
  write(path: string, text: string, { flags = 'w', sync = false } = {}): this {
    this.#handles += 1
    const handle = this.#handles
    this.#files.set(path, Buffer.from(text))
    this.step({ op: 'open', path, handle, flags }).step({ op: 'write', path, handle }, text.length)
    if (sync) this.step({ op: 'fsync', path, handle })
    return this.step({ op: 'close', path, handle })
  }

  rename(path: string, to: string): this {
    this.#files.set(to, this.#files.get(path)!)
    return this.step({ op: 'rename', path, to })
  }

  syncDirectory(): this {
    this.#handles += 1
    const handle = this.#handles
    return this.step({ op: 'open', path: '', handle, flags: 'r' })
      .step({ op: 'fsync', path: '', handle })
      .step({ op: 'close', path: '', handle })
  }
}

/** What `s1.json` may hold. */
function contents({ operations }: Script, model: 'posix' | 'ext4'): string[] {
  const { images } = imagesOf(operations, persistenceModels[model])
  const held = images.map(({ tree }) => {
    const node = tree.get('s1.json')
    return node?.kind === 'file' ? Buffer.from(node.bytes).toString() : 'no file'
  })
  return [...new Set(held)].toSorted((left, right) => left.localeCompare(right))
}

function losses({ operations }: Script, model: 'posix' | 'ext4'): string[][] {
  const { images } = imagesOf(operations, persistenceModels[model])
  return images.map(({ missing }) => describeLoss(operations, persistenceModels[model], missing))
}

const earlier = () =>
  new Script().write('tmp#0', 'old!', { sync: true }).rename('tmp#0', 's1.json').syncDirectory()

describe.each(['posix', 'ext4'] as const)('%s', (model) => {
  test('fsync the file, rename, fsync the directory: nothing is lost', () => {
    const script = earlier().write('tmp#1', 'new!', { sync: true }).rename('tmp#1', 's1.json').syncDirectory()
    expect(losses(script, model)).toEqual([[]])
    expect(contents(script, model)).toEqual(['new!'])
  })

  test('fsync the file, rename: the rename may be lost', () => {
    const script = earlier().write('tmp#1', 'new!', { sync: true }).rename('tmp#1', 's1.json')
    expect(contents(script, model)).toEqual(['new!', 'old!'])
    expect(losses(script, model)).toContainEqual(['the rename of tmp#1 to s1.json is not on disk'])
  })

  test('in place: both are lost', () => {
    expect(contents(earlier().write('s1.json', 'new!'), model)).toContain('')
  })

  test('an image is made again from what it lacks', () => {
    const { operations } = earlier().write('tmp#1', 'new!').rename('tmp#1', 's1.json').write('s1.json', 'x')
    const { images } = imagesOf(operations, persistenceModels[model])
    expect(images.length).toBeGreaterThan(5)
    for (const { missing, tree } of images)
      expect(treeWithout(operations, persistenceModels[model], missing)).toEqual(tree)
  })

  test('what is certain cannot be left out, nor what never was', () => {
    const { operations } = earlier()
    expect(treeWithout(operations, persistenceModels[model], [0])).toBeNull()
    expect(treeWithout(operations, persistenceModels[model], [99])).toBeNull()
  })

  test('the same log gives the same images in the same order, also where they are drawn', () => {
    const script = new Script()
    for (let at = 0; at < 6; at += 1) script.write(`tmp#${at}`, 'document').rename(`tmp#${at}`, 's1.json')
    const { operations } = script
    const once = imagesOf(operations, persistenceModels[model], { most: 5, seed: 1 })
    expect(once.isCut).toBe(true)
    expect(once.images.length).toBe(5)
    expect(imagesOf(operations, persistenceModels[model], { most: 5, seed: 1 })).toEqual(once)
  })
})

test('posix: rename without fsync may lose the data, over an existing file and without one', () => {
  for (const script of [earlier(), new Script()]) {
    script.write('tmp#1', 'new!').rename('tmp#1', 's1.json')
    expect(contents(script, 'posix')).toEqual(expect.arrayContaining(['', 'ne', 'ne\0\0', '\0\0w!', 'new!']))
    expect(losses(script, 'posix')).toContainEqual([
      'the rename of tmp#1 to s1.json is on disk, the data is not: bytes 0 to 3 are zeros',
    ])
  }
})

test('ext4: rename without fsync is safe over an existing file, and not without one', () => {
  const over = earlier().write('tmp#1', 'new!').rename('tmp#1', 's1.json')
  expect(contents(over, 'ext4')).toEqual(['new!', 'old!'])
  const fresh = new Script().write('tmp#1', 'new!').rename('tmp#1', 's1.json')
  expect(contents(fresh, 'ext4')).toEqual(['', 'new!', 'no file'])
  expect(losses(fresh, 'ext4')).toContainEqual([
    'the rename of tmp#1 to s1.json is on disk, the data is not: none of its 4 bytes',
  ])
})

test('ext4: fsync of a file makes its name durable, and that of what came before; posix does not', () => {
  const script = new Script().write('before', '').write('s1.json', 'new!', { sync: true })
  expect(losses(script, 'ext4')).toEqual([[]])
  expect(losses(script, 'posix')).toContainEqual([
    'the directory entry of before is not on disk',
    'the directory entry of s1.json is not on disk',
  ])
})

test('a file whose data cannot be read back is named', () => {
  const log = new OperationLog(() => null)
  log.take(1, { op: 'open', path: 'a', handle: 1, flags: 'w', sync: false }, {})
  log.take(1, { op: 'write', path: 'a', handle: 1, sync: false }, { bytes: 3 })
  expect(log.unreadable).toBe('a')
})

test('offsets follow from handles: append, positions, reads, and what failed', () => {
  const script = new Script().write('a', 'abcd').step({ op: 'open', path: 'a', handle: 9, flags: 'r+' })
  script.step({ op: 'read', path: 'a', handle: 9 }, 1).step({ op: 'write', path: 'a', handle: 9 }, 2)
  script.step({ op: 'write', path: 'a', handle: 9, position: 0 }, 1)
  script
    .step({ op: 'open', path: 'a', handle: 10, flags: 'a' })
    .step({ op: 'write', path: 'a', handle: 10 }, 0)
  const offsets = script.operations.flatMap((operation) =>
    operation.kind === 'write' ? [operation.offset] : [],
  )
  expect(offsets).toEqual([0, 1, 0])
})

test('of two files that had a name one after the other, each keeps its own mode', () => {
  const script = new Script().write('s1.json', 'old').write('new', 'new', { sync: true })
  script.step({ op: 'chmod', path: 'new' }, 0, 0o600).rename('new', 's1.json')
  const { images } = imagesOf(script.operations, persistenceModels.posix)
  const modes = images.flatMap(({ tree }) => {
    const node = tree.get('s1.json')
    return node?.kind === 'file'
      ? [`${Buffer.from(node.bytes).toString()} ${node.permissions?.toString(8)}`]
      : []
  })
  expect(new Set(modes)).toContain('new 600')
  expect(new Set(modes)).toContain('old undefined')
  expect(new Set(modes)).not.toContain('new undefined')
})
