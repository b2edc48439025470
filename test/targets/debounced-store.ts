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
  store.isDirty = false
  const temporary = `${file}.${randomUUID()}.tmp`
  await writeFile(temporary, store.text)
  await rename(temporary, file)
}

let saving = Promise.resolve()

/** A debounced store. "Changed" is cleared when the text is taken, so that a change meanwhile is saved next. */
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
