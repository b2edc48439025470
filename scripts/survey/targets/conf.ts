import path from 'node:path'
import Conf from 'conf'
import { defineTarget } from 'onewriter'

/** One store for each file and process; `set` is synchronous. */
export default defineTarget({
  open({ dir }) {
    const stores = new Map<string, Conf>()
    const storeOf = (session: string) => {
      const store = stores.get(session) ?? new Conf({ cwd: dir, configName: session })
      stores.set(session, store)
      return store
    }
    return {
      file: (session) => path.join(dir, `${session}.json`),
      calls: { set: async ({ session, document }) => storeOf(session).set('document', document) },
    }
  },
  read: (bytes) => (JSON.parse(Buffer.from(bytes).toString('utf8')) as { document: unknown }).document,
})
