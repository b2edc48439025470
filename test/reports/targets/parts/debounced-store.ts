import path from 'node:path'
import { defineTarget } from 'onewriter'
import { replaceCarelessly } from './replace.ts'

const debounceMillis = 500

/** When the flag that says "changed" is cleared: with the text that is to be written, or once that is through. */
type Clearing = 'first' | 'late'

class Store {
  readonly #file: string
  readonly #clearing: Clearing
  #text = ''
  #isDirty = false
  #timer: NodeJS.Timeout | null = null
  #saving: Promise<void> | null = null

  constructor(file: string, clearing: Clearing) {
    this.#file = file
    this.#clearing = clearing
  }

  set(text: string): void {
    this.#text = text
    this.#isDirty = true
    if (this.#timer) return
    this.#timer = setTimeout(() => void this.#saveNext(), debounceMillis)
  }

  async #saveNext(): Promise<void> {
    if (this.#saving) await this.#saving
    this.#saving = this.#save()
    await this.#saving
    this.#saving = null
  }

  async #save(): Promise<void> {
    this.#timer = null
    if (!this.#isDirty) return
    if (this.#clearing === 'first') this.#isDirty = false
    await replaceCarelessly(this.#file, this.#text)
    if (this.#clearing === 'late') this.#isDirty = false
  }
}

/** A store that saves half a second after a change. */
export function debouncedStore(clearing: Clearing) {
  return defineTarget({
    open({ dir }) {
      const file = (session: string) => path.join(dir, `${session}.json`)
      const stores = new Map<string, Store>()
      const storeOf = (session: string) => {
        const store = stores.get(session) ?? new Store(file(session), clearing)
        stores.set(session, store)
        return store
      }
      return { file, calls: { set: ({ session, text }) => storeOf(session).set(text) } }
    },
  })
}
