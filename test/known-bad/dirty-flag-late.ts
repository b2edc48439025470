import { randomUUID } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { fileWriter } from 'onewriter'

interface Store {
  text: string
  isDirty: boolean
  isScheduled: boolean
}

const stores = new Map<string, Store>()

async function save(file: string, store: Store): Promise<void> {
  store.isScheduled = false
  if (!store.isDirty) return
  const temporary = `${file}.${randomUUID()}.tmp`
  await writeFile(temporary, store.text)
  await rename(temporary, file)
  store.isDirty = false
}

let saving = Promise.resolve()

/**
 * A debounced store. "Changed" is cleared once a save is through, and takes with it what has changed meanwhile.
 * https://github.com/Ark0N/Codeman/issues/21
 */
export default fileWriter((file, text) => {
  const store = stores.get(file) ?? { text, isDirty: false, isScheduled: false }
  stores.set(file, store)
  Object.assign(store, { text, isDirty: true })
  if (store.isScheduled) return
  store.isScheduled = true
  setTimeout(() => {
    saving = saving.then(() => save(file, store))
  }, 500)
})
