import { asModified, undated, type Nanos } from '../inode.ts'
import type { StoreOptions } from '../store.ts'

/** The times that changes leave, as `StoreOptions.looks` has them. */
export interface FreshTimes {
  /** Of a new inode. */
  readonly ofNew: {
    readonly accessedNanos: Nanos
    readonly modifiedNanos: Nanos
    readonly changedNanos: Nanos
    readonly bornNanos: Nanos
  }
  /** Of a file whose data has changed. */
  readonly ofData: {
    readonly accessedNanos?: Nanos
    readonly modifiedNanos: Nanos
    readonly changedNanos: Nanos
  }
  /** Of a directory whose list has changed. */
  readonly ofList: { readonly modifiedNanos: Nanos; readonly changedNanos?: Nanos }
  /** Of what has changed otherwise. */
  readonly changedNanos: Nanos
}

export function freshTimes({ looks }: StoreOptions, nowNanos: Nanos): FreshTimes {
  const ofData = { modifiedNanos: nowNanos, changedNanos: nowNanos }
  if (looks === 'virtual') {
    const ofDataSeen = { ...ofData, accessedNanos: asModified }
    return {
      ofNew: { ...ofDataSeen, bornNanos: nowNanos },
      ofData: ofDataSeen,
      // The first look dates both.
      ofList: { modifiedNanos: undated },
      changedNanos: nowNanos,
    }
  }
  return {
    ofNew: { ...ofData, accessedNanos: nowNanos, bornNanos: nowNanos },
    ofData,
    ofList: ofData,
    changedNanos: nowNanos,
  }
}
