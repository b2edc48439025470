import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { defineTarget } from 'onewriter'
import { replace } from './replace.ts'

const debounceMillis = 100
const retries = 3

/** What becomes of a save in the background that fails: it counts as done, or it is tried again. */
type Failing = 'counts-as-done' | 'is-tried-again'

/** Each call is a change, a save in the background, and the flush of a clean exit. */
export function backgroundSaver(failing: Failing) {
  return defineTarget({
    open({ dir }) {
      const file = (session: string) => path.join(dir, `${session}.json`)
      const wanted = new Map<string, string>()
      const saved = new Map<string, string>()
      let latest: Promise<unknown> = Promise.resolve()

      async function save(session: string): Promise<void> {
        const text = wanted.get(session) ?? ''
        if (saved.get(session) === text) return
        saved.set(session, text)
        try {
          await replace(file(session), text)
        } catch (error) {
          if (failing === 'counts-as-done') return
          saved.delete(session)
          throw error
        }
      }
      function enqueue(session: string): Promise<void> {
        const done = latest.then(() => save(session))
        latest = done.catch(() => {})
        return done
      }
      async function inBackground(session: string, left: number): Promise<void> {
        await enqueue(session).catch(() => {
          if (left > 0) setTimeout(() => void inBackground(session, left - 1), debounceMillis)
        })
      }

      return {
        file,
        calls: {
          async saveAndQuit({ session, text }) {
            wanted.set(session, text)
            setTimeout(() => void inBackground(session, retries), debounceMillis)
            await wait(2 * debounceMillis)
            await enqueue(session)
          },
        },
      }
    },
    oracles: ['parses', 'one-writer', 'reads-whole', 'no-silent-loss', 'no-litter'],
  })
}
