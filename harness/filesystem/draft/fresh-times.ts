import { asModified, undated, unknownNanos, type Nanos } from '../inode.ts'
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
  readonly ofList: { readonly modifiedNanos: Nanos; readonly changedNanos: Nanos }
  /** Of what has changed otherwise. */
  readonly changedNanos: Nanos
}

export function freshTimes({ looks }: StoreOptions, nowNanos: Nanos): FreshTimes {
  if (looks === 'virtual') {
    const ofData = { accessedNanos: asModified, modifiedNanos: nowNanos, changedNanos: unknownNanos }
    return {
      ofNew: { ...ofData, bornNanos: unknownNanos },
      ofData,
      ofList: { modifiedNanos: undated, changedNanos: unknownNanos },
      changedNanos: unknownNanos,
    }
  }
  const ofData = { modifiedNanos: nowNanos, changedNanos: nowNanos }
  return {
    ofNew: { ...ofData, accessedNanos: nowNanos, bornNanos: nowNanos },
    ofData,
    ofList: ofData,
    changedNanos: nowNanos,
  }
}
