import path from 'node:path'
import { defineTarget } from 'onewriter'
import { withLock } from './parts/directory-lock.ts'
import { loadMap, valueIn } from './parts/map-file.ts'
import { replace } from './parts/replace.ts'

/** Report 25: what is changed under the lock was read before it was held. */
export default defineTarget({
  open({ dir }) {
    const file = path.join(dir, 'settings.json')
    return {
      file: () => file,
      calls: {
        async set({ session, document }) {
          const settings = await loadMap(file)
          await withLock(`${file}.lock`, () =>
            replace(file, JSON.stringify({ ...settings, [session]: document })),
          )
        },
      },
    }
  },
  read: valueIn,
  oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'no-litter'],
})
