import { fileUpdater } from 'onewriter'
import { withLock } from './parts/directory-lock.ts'
import { loadMap } from './parts/map-file.ts'
import { removeLeftovers } from './parts/next-start.ts'
import { replace } from './parts/replace.ts'

/** Reports 03 and 25, mended: the whole read-modify-write under a lock. */
export default fileUpdater(
  (file, key, value) =>
    withLock(`${file}.lock`, async () =>
      replace(file, JSON.stringify({ ...(await loadMap(file)), [key]: value })),
    ),
  { recover: removeLeftovers },
)
