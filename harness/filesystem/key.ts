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
  let key = keys.get(store)
  if (key === undefined) {
    key = madeKeyOf(store)
    keys.set(store, key)
  }
  return key
}

/** A store is never changed: its key is worked out once. */
const keys = new WeakMap<Store, string>()

function madeKeyOf({ inodes, handles, descriptions, opened }: Store): string {
  const parts = [
    sumOf(inodes, fingerprintOfInode),
    sumOf(handles, (key, name) => fingerprintOf(`handle ${key} ${name}`)),
    sumOf(descriptions, fingerprintOfDescription),
    sumOf(opened, (inode, times) => fingerprintOf(`held ${inode} ${times}`)),
  ]
  return parts.map((part) => part.toString(36)).join('.')
}

const known = new WeakMap<Inode, bigint>()

/** An inode is never changed: what stands for it is worked out once. */
function fingerprintOfInode(number: InodeNumber, inode: Inode): bigint {
  let fingerprint = known.get(inode)
  if (fingerprint === undefined) {
    fingerprint = fingerprintOf(textOf(number, inode))
    known.set(inode, fingerprint)
  }
  return fingerprint
}

function textOf(number: InodeNumber, inode: Inode): string {
  const { kind, permissions, uid, gid, accessedNanos, modifiedNanos, changedNanos, bornNanos } = inode
  const common = `${number} ${kind} ${permissions} ${uid} ${gid} ${accessedNanos} ${modifiedNanos} ${changedNanos} ${bornNanos}`
  switch (inode.kind) {
    case 'file':
      return `${common} ${inode.links} ${fingerprintOfData(inode.data)}`
    case 'link':
      return `${common} ${inode.links} ${inode.target}`
    case 'directory': {
      const entries = sumOf(inode.entries, (name, to) => fingerprintOf(`entry ${to} ${name}`))
      const made = sumOf(inode.made, (name, count) => fingerprintOf(`made ${count} ${name}`))
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
