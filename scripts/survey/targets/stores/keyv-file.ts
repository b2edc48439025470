import path from 'node:path'
import { KeyvFile } from 'keyv-file'
import { defineTarget, map } from 'onewriter'

/** One store for each process, which reads its file when it is made, and writes it 100 ms after a `set`. */
export default defineTarget({
  open({ dir }) {
    let store: KeyvFile | undefined
    return {
      calls: {
        async set({ session, document }) {
          store ??= opened(dir)
          await store.set(session, document)
        },
      },
    }
  },
  async load({ dir }) {
    const store = opened(dir)
    const keys = [...(await store.keys())]
    return Object.fromEntries(keys.map((key) => [key, store.getSync(key)]))
  },
  specification: map(),
  owns: (name) => name === 'keyv.json',
})

function opened(dir: string): KeyvFile {
  return new KeyvFile({ filename: path.join(dir, 'keyv.json') })
}
