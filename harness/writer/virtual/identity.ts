import type { Patches } from './patches.ts'

export interface Identity {
  pid: number
  ppid: number
}

/** Names that are made of the process number must be the same when a schedule is replayed. */
export function patchIdentity(patches: Patches, identity: () => Identity): void {
  patches.define(process, 'pid', { get: () => identity().pid, enumerable: true })
  patches.define(process, 'ppid', { get: () => identity().ppid, enumerable: true })
}
