/*
 * A second enumeration of what a power loss may leave, made from the statement of each model alone: a disk that is
 * written to while the operations go on, in every way that the model allows. It knows no effects and no subsets of them;
 * it is far slower, and shares nothing with the one that it checks.
 */
import type { DiskOperation } from '../../harness/faults/power-loss/operation.ts'

/** A file's bytes; where nothing was written, zero. `size` may be less than what was written, and more. */
export interface Bytes {
  size: number
  cells: number[]
  /** By cell, which operation wrote it: a truncation takes away only what was there before. */
  stamps: number[]
}

export interface Disk {
  names: Record<number, Record<string, number>>
  files: Record<number, Bytes>
}

/** Rules that a test can leave out, to see that it is noticed. */
export type Rule =
  | 'fsync of a file'
  | 'fsync of a directory'
  | 'O_SYNC'
  | 'flush on rename'
  | 'flush on close'
  | 'fsync commits the journal'
  | 'data before size'
  | 'appending within a block'
  | 'fdatasync commits less'

const clone = structuredClone
const keyOf = (value: unknown) => JSON.stringify(value)

export function unique<T>(items: Iterable<T>): T[] {
  return [...new Map([...items].map((item) => [keyOf(item), item])).values()]
}

export const empty = (): Bytes => ({ size: 0, cells: [], stamps: [] })

export function put({ size, cells, stamps }: Bytes, offset: number, bytes: readonly number[], at = 0): Bytes {
  const length = Math.max(cells.length, offset + bytes.length)
  const after: Bytes = { size, cells: [], stamps: [] }
  for (let cell = 0; cell < length; cell += 1) {
    const isWritten = cell >= offset && cell < offset + bytes.length
    after.cells.push(isWritten ? bytes[cell - offset]! : (cells[cell] ?? 0))
    after.stamps.push(isWritten ? at : (stamps[cell] ?? -1))
  }
  return after
}

export const reaching = (file: Bytes, end: number): Bytes => ({ ...file, size: Math.max(file.size, end) })

export function shortened({ cells, stamps }: Bytes, length: number, at = Infinity): Bytes {
  const kept = cells.map((byte, cell) => (cell < length || stamps[cell]! > at ? byte : 0))
  return { size: length, cells: kept, stamps }
}

/** What the running system sees: everything that was asked for. */
export class Cache {
  readonly disk: Disk = { names: { 0: {} }, files: {} }
  readonly kinds: Record<number, 'file' | 'directory' | { link: string }> = {}

  take(operation: DiskOperation): void {
    const { names, files } = this.disk
    switch (operation.kind) {
      case 'create':
        this.kinds[operation.inode] = operation.node
        if (operation.node === 'directory') names[operation.inode] = {}
        else files[operation.inode] = empty()
        names[operation.entry.parent]![operation.entry.name] = operation.inode
        break
      case 'link':
        names[operation.entry.parent]![operation.entry.name] = operation.inode
        break
      case 'remove':
        delete names[operation.entry.parent]![operation.entry.name]
        break
      case 'rename':
        names[operation.entry.parent]![operation.entry.name] = operation.inode
        delete names[operation.from.parent]![operation.from.name]
        break
      case 'write': {
        const { inode, offset, data } = operation
        files[inode] = reaching(put(files[inode]!, offset, [...data]), offset + data.length)
        break
      }
      case 'truncate':
        files[operation.inode] = shortened(files[operation.inode]!, operation.length)
        break
      default:
    }
  }
}

/** A tree as one line: paths, each with what it is. */
export function describeDisk({ names, files }: Disk, kinds: Cache['kinds']): string {
  const lines: string[] = []
  const walk = (directory: number, prefix: string, above: number[]) => {
    for (const [name, inode] of Object.entries(names[directory] ?? {})) {
      if (above.includes(inode)) continue
      const kind = kinds[inode]!
      if (kind === 'directory') {
        lines.push(`${prefix}${name}/`)
        walk(inode, `${prefix}${name}/`, [...above, inode])
      } else if (kind === 'file') {
        const { size, cells } = files[inode] ?? empty()
        const bytes = Array.from({ length: size }, (_, at) => cells[at] ?? 0)
        lines.push(`${prefix}${name}=${bytes.join('.')}`)
      } else lines.push(`${prefix}${name}->${kind.link}`)
    }
  }
  walk(0, '', [0])
  return lines.toSorted().join(' ')
}

export function simulatePosix(operations: readonly DiskOperation[], without?: Rule): Set<string> {
  const cache = new Cache()
  let disks: Disk[] = [{ names: { 0: {} }, files: {} }]
  const maybe = (change: (disk: Disk) => void, certainly = false) => {
    disks = unique(
      disks.flatMap((disk) => {
        const after = clone(disk)
        change(after)
        return certainly ? [after] : [disk, after]
      }),
    )
  }
  const fileOn = (disk: Disk, inode: number) => (disk.files[inode] ??= empty())
  for (const operation of operations) {
    cache.take(operation)
    const { inode } = operation
    switch (operation.kind) {
      case 'create':
      case 'link':
        maybe(({ names }) => ((names[operation.entry.parent] ??= {})[operation.entry.name] = inode))
        break
      case 'remove':
        maybe(({ names }) => delete (names[operation.entry.parent] ??= {})[operation.entry.name])
        break
      case 'rename':
        maybe(({ names }) => ((names[operation.entry.parent] ??= {})[operation.entry.name] = inode))
        maybe(({ names }) => delete (names[operation.from.parent] ??= {})[operation.from.name])
        break
      case 'write': {
        const middle = Math.ceil(operation.data.length / 2)
        const isCertain = operation.synchronous && without !== 'O_SYNC'
        for (const [from, to] of [
          [0, middle],
          [middle, operation.data.length],
        ] as const) {
          const start = operation.offset + from
          if (from === to) continue
          maybe((disk) => {
            disk.files[inode] = reaching(fileOn(disk, inode), operation.offset + to)
          }, isCertain)
          maybe((disk) => {
            disk.files[inode] = put(fileOn(disk, inode), start, Array.from(operation.data.subarray(from, to)))
          }, isCertain)
        }
        break
      }
      case 'truncate':
        maybe((disk) => (disk.files[inode] = shortened(fileOn(disk, inode), operation.length)))
        break
      case 'sync': {
        const isDirectory = inode === 0 || cache.kinds[inode] === 'directory'
        if (without === (isDirectory ? 'fsync of a directory' : 'fsync of a file')) break
        maybe((disk) => {
          if (isDirectory) disk.names[inode] = clone(cache.disk.names[inode]!)
          else disk.files[inode] = clone(cache.disk.files[inode]!)
        }, true)
        break
      }
      default:
    }
  }
  return new Set(disks.map((disk) => describeDisk(disk, cache.kinds)))
}
