import fs from 'node:fs'
import path from 'node:path'
import { defineTarget } from 'onewriter'
import { valueIn } from './parts/map-file.ts'
import { replaceCarelessly } from './parts/replace.ts'

/**
 * Report 18, kontena/kontena#2659: each process loads everything once, when it starts, and saves its own copy of all
 * of it.
 */
export default defineTarget({
  open({ dir }) {
    const file = path.join(dir, 'history.json')
    const history: Record<string, unknown> = fs.existsSync(file)
      ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>)
      : {}
    let latest = Promise.resolve()
    return {
      file: () => file,
      calls: {
        record({ session, document }) {
          history[session] = document
          latest = latest.then(() => replaceCarelessly(file, JSON.stringify(history)))
          return latest
        },
      },
    }
  },
  read: valueIn,
})
