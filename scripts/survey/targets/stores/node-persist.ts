import path from 'node:path'
import { defineTarget, map } from 'onewriter'
import nodePersist, { type LocalStorage } from 'node-persist'

/** One storage for each process, with the queue of writes that it has by default: one file for each key. */
export default defineTarget({
  open({ dir }) {
    let storage: Promise<LocalStorage> | undefined
    return {
      calls: {
        async set({ session, document }) {
          storage ??= opened(dir)
          await (await storage).setItem(session, document)
        },
      },
    }
  },
  async load({ dir }) {
    const storage = await opened(dir)
    const entries = await storage.data()
    return Object.fromEntries(entries.map(({ key, value }) => [key, value as unknown]))
  },
  specification: map(),
  // A set that is made while another one is written may wait for an interval that keeps no process alive.
  overlap: false,
  owns: (name) => name.startsWith('storage'),
})

async function opened(dir: string): Promise<LocalStorage> {
  const storage = nodePersist.create({ dir: path.join(dir, 'storage') })
  await storage.init()
  return storage
}
