import { fingerprintOfData } from './bytes.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Inode, InodeNumber } from './inode.ts'
import { sumOf } from './ordered-map.ts'
import type { Description, Store } from './store.ts'

/**
 * Names a state: two stores of one execution with the same key are the same to everybody, now and later. It does not
 * depend on the order in which things came about, since inodes are not numbered in that order.
 *
 * What has not changed since an earlier key was asked for is not looked at again.
 */
export function keyOf(store: Store): string {
  return remembered(keys, store, () => madeKeyOf(store, fingerprintOfInode))
}

/** The same for whoever looks at no times of files, now or later. */
export function undatedKeyOf(store: Store): string {
  return remembered(undatedKeys, store, () => madeKeyOf(store, undatedFingerprintOfInode))
}

/** A store is never changed: its key is worked out once. */
const keys = new WeakMap<Store, string>()
const undatedKeys = new WeakMap<Store, string>()

type FingerprintOfInode = (number: InodeNumber, inode: Inode) => bigint

function madeKeyOf({ inodes, handles, descriptions, opened }: Store, ofInode: FingerprintOfInode): string {
  const parts = [
    sumOf(inodes, ofInode),
    sumOf(handles, fingerprintOfHandle),
    sumOf(descriptions, fingerprintOfDescription),
    sumOf(opened, fingerprintOfOpened),
  ]
  return parts.map((part) => part.toString(36)).join('.')
}

/** An inode is never changed: what stands for it is worked out once. */
const known = new WeakMap<Inode, bigint>()
const knownUndated = new WeakMap<Inode, bigint>()

function fingerprintOfInode(number: InodeNumber, inode: Inode): bigint {
  const { accessedNanos, modifiedNanos, changedNanos, bornNanos } = inode
  const times = `${accessedNanos} ${modifiedNanos} ${changedNanos} ${bornNanos}`
  return remembered(known, inode, () => fingerprintOf(textOf(number, inode, times)))
}

function undatedFingerprintOfInode(number: InodeNumber, inode: Inode): bigint {
  return remembered(knownUndated, inode, () => fingerprintOf(textOf(number, inode, '')))
}

function remembered<Key extends object, Value>(
  memory: WeakMap<Key, Value>,
  key: Key,
  make: () => Value,
): Value {
  let value = memory.get(key)
  if (value === undefined) {
    value = make()
    memory.set(key, value)
  }
  return value
}

// One function each, by which branches remember their sums.
const fingerprintOfHandle = (key: string, name: string) => fingerprintOf(`handle ${key} ${name}`)
const fingerprintOfOpened = (inode: InodeNumber, times: number) => fingerprintOf(`held ${inode} ${times}`)
const fingerprintOfEntry = (name: string, to: InodeNumber) => fingerprintOf(`entry ${to} ${name}`)
const fingerprintOfMade = (name: string, count: number) => fingerprintOf(`made ${count} ${name}`)

function textOf(number: InodeNumber, inode: Inode, times: string): string {
  const { kind, permissions, uid, gid } = inode
  const common = `${number} ${kind} ${permissions} ${uid} ${gid} ${times}`
  switch (inode.kind) {
    case 'file':
      return `${common} ${inode.links} ${fingerprintOfData(inode.data)}`
    case 'link':
      return `${common} ${inode.links} ${inode.target}`
    case 'directory': {
      const entries = sumOf(inode.entries, fingerprintOfEntry)
      const made = sumOf(inode.made, fingerprintOfMade)
      return `${common} ${inode.parent} ${inode.isRemoved} ${entries.toString(36)} ${made.toString(36)}`
    }
  }
}

function fingerprintOfDescription(
  name: string,
  { inode, reads, writes, appends, isSynchronous, keepsAccessTime, position }: Description,
): bigint {
  return fingerprintOf(
    `open ${name} ${inode} ${reads} ${writes} ${appends} ${isSynchronous} ${keepsAccessTime} ${position}`,
  )
}
