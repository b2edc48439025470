import fc from 'fast-check'
import type { DiskOperation, Entry, NodeKind } from '../../harness/faults/power-loss/operation.ts'

const names = ['a', 'b', 'd/a'] as const
type Name = (typeof names)[number]

/** One thing to try; what cannot be done as things stand is left out of the log. */
export type Attempt =
  | { readonly do: 'open'; readonly name: Name }
  | { readonly do: 'mkdir' }
  | {
      readonly do: 'write'
      readonly name: Name
      readonly from: number
      readonly bytes: number
      readonly synchronous: boolean
    }
  | { readonly do: 'truncate'; readonly name: Name; readonly length: number }
  | { readonly do: 'rename' | 'link'; readonly name: Name; readonly to: Name }
  | { readonly do: 'unlink' | 'close'; readonly name: Name }
  | { readonly do: 'sync'; readonly name: Name | '' | 'd'; readonly dataOnly: boolean }

const name = fc.constantFrom(...names)
const write = fc.record({
  do: fc.constant('write' as const),
  name,
  from: fc.nat({ max: 5 }),
  bytes: fc.integer({ min: 1, max: 5 }),
  synchronous: fc.nat({ max: 6 }).map((drawn) => drawn === 0),
})

const onDisk: readonly Attempt[] = [
  { do: 'open', name: 'a' },
  { do: 'write', name: 'a', from: 0, bytes: 5, synchronous: false },
  { do: 'sync', name: 'a', dataOnly: false },
  { do: 'sync', name: '', dataOnly: false },
]
const beginnings: readonly (readonly Attempt[])[] = [
  [],
  [{ do: 'open', name: 'a' }],
  onDisk,
  [...onDisk, { do: 'open', name: 'b' }, { do: 'write', name: 'b', from: 0, bytes: 3, synchronous: false }],
  [...onDisk, { do: 'open', name: 'a' }, { do: 'write', name: 'a', from: 0, bytes: 3, synchronous: false }],
  [{ do: 'mkdir' }, { do: 'open', name: 'd/a' }, { do: 'sync', name: 'd', dataOnly: false }],
]

const goingOn: fc.Arbitrary<Attempt[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('open' as const), name }) },
    { weight: 4, arbitrary: write },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('sync' as const),
        name: fc.constantFrom(...names, '', '', 'd'),
        dataOnly: fc.nat({ max: 2 }).map((drawn) => drawn === 0),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('rename' as const), name, to: name }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('link' as const), name, to: name }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('unlink' as const, 'close' as const), name }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('truncate' as const), name, length: fc.nat({ max: 6 }) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('mkdir' as const) }) },
  ),
  { minLength: 3, maxLength: 8 },
)

/** Attempts in any order, after a beginning that gets somewhere. */
export const attempts: fc.Arbitrary<Attempt[]> = fc
  .tuple(fc.constantFrom(...beginnings), goingOn)
  .map(([first, rest]) => first.concat(rest))

/** Carries attempts out in a directory that exists only as long as it takes. Where a name is not there, another is taken. */
export function logOf(tried: readonly Attempt[], { mostWrites = 3 } = {}): DiskOperation[] {
  const log: DiskOperation[] = []
  const entries = new Map<string, number>()
  const sizes = new Map<number, number>()
  const directory = { inode: 0 }
  let last = 0
  let written = 0
  const entryOf = (path: string): Entry => ({
    parent: path.startsWith('d/') ? directory.inode : 0,
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
  })
  const canHold = (path: string) => !path.startsWith('d/') || directory.inode !== 0
  const create = (path: string, node: NodeKind) => {
    last += 1
    entries.set(path, last)
    log.push({ kind: 'create', inode: last, node, entry: entryOf(path) })
    return last
  }
  for (const attempt of tried) {
    const files = [...entries.keys()].filter((path) => path !== 'd')
    const meant = 'name' in attempt ? attempt.name : ''
    const path = attempt.do === 'open' || files.includes(meant) ? meant : (files[0] ?? '')
    const inode = entries.get(path)
    switch (attempt.do) {
      case 'mkdir':
        if (directory.inode === 0) directory.inode = create('d', 'directory')
        break
      case 'open':
        if (inode !== undefined) {
          log.push({ kind: 'truncate', inode, length: 0 })
          sizes.set(inode, 0)
        } else if (canHold(path)) create(path, 'file')
        break
      case 'write': {
        if (inode === undefined || written === mostWrites) break
        written += 1
        const size = sizes.get(inode) ?? 0
        // Every second one appends.
        const offset = attempt.from % 2 === 0 ? size : Math.min(attempt.from, size + 1)
        const data = Uint8Array.from({ length: attempt.bytes }, (_, at) => 10 * written + at)
        log.push({ kind: 'write', inode, offset, data, synchronous: attempt.synchronous })
        sizes.set(inode, Math.max(size, offset + attempt.bytes))
        break
      }
      case 'truncate':
        if (inode === undefined) break
        log.push({ kind: 'truncate', inode, length: attempt.length })
        sizes.set(inode, attempt.length)
        break
      case 'rename': {
        const replaces = entries.get(attempt.to) ?? null
        if (inode === undefined || replaces === inode || !canHold(attempt.to)) break
        entries.delete(path)
        entries.set(attempt.to, inode)
        log.push({ kind: 'rename', inode, from: entryOf(path), entry: entryOf(attempt.to), replaces })
        break
      }
      case 'link':
        if (inode === undefined || entries.has(attempt.to) || !canHold(attempt.to)) break
        entries.set(attempt.to, inode)
        log.push({ kind: 'link', inode, entry: entryOf(attempt.to) })
        break
      case 'unlink':
        if (inode === undefined) break
        entries.delete(path)
        log.push({ kind: 'remove', inode, entry: entryOf(path) })
        break
      case 'close':
        if (inode !== undefined) log.push({ kind: 'close', inode })
        break
      case 'sync': {
        const synced = attempt.name === '' ? 0 : attempt.name === 'd' ? entries.get('d') : inode
        if (synced !== undefined) log.push({ kind: 'sync', inode: synced, dataOnly: attempt.dataOnly })
        break
      }
    }
  }
  return log
}
