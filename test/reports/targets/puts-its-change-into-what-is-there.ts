import path from 'node:path'
import { defineTarget } from 'onewriter'
import { withLock } from './parts/directory-lock.ts'
import { loadMap, valueIn } from './parts/map-file.ts'
import { removeLeftovers } from './parts/next-start.ts'
import { replace } from './parts/replace.ts'

/**
 * Reports 18 and 25, mended: what has changed is put into what is there now, all under a lock, one call after
 * another.
 */
export default defineTarget({
  open({ dir }) {
    const file = path.join(dir, 'history.json')
    let latest: Promise<unknown> = Promise.resolve()
    return {
      file: () => file,
      calls: {
        record({ session, document }) {
          const save = () =>
            withLock(`${file}.lock`, async () =>
              replace(file, JSON.stringify({ ...(await loadMap(file)), [session]: document })),
            )
          const saved = latest.then(save)
          latest = saved.catch(() => {})
          return saved
        },
      },
    }
  },
  read: valueIn,
  recover: removeLeftovers,
})
