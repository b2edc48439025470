import type { StatOptions } from 'node:fs'
import { originals } from './originals.ts'

/** What some versions of Node do and others do not, found out by asking this one; known before a target is loaded. */
export const abilities = {
  /** `fs.stat` and `fs.promises.stat` heed `throwIfNoEntry: false`, as `fs.statSync` always did. */
  statMayGiveNothing: false,
}

const options: StatOptions & { throwIfNoEntry: boolean } = { throwIfNoEntry: false }
originals.promises.stat(`${process.execPath}.missing`, options).then(
  () => (abilities.statMayGiveNothing = true),
  () => {},
)
