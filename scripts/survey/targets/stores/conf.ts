import path from 'node:path'
import Conf from 'conf'
import { defineTarget, map } from 'onewriter'

/** Settings of several keys: one store for each process, which reads its file before each `set`. */
export default defineTarget({
  open({ dir }) {
    let store: Conf | undefined
    return {
      file: () => path.join(dir, 'settings.json'),
      calls: {
        async set({ session, document }) {
          store ??= new Conf({ cwd: dir, configName: 'settings' })
          store.set(session, document)
        },
      },
    }
  },
  specification: map(),
})
