import fs from 'node:fs'
import path from 'node:path'
import { defineTarget } from 'onewriter'
import { valueIn, type MapFile } from './parts/map-file.ts'

/** A probe: a missing file is an empty map. One writer at a time, it is right. */
export default defineTarget({
  open({ dir }) {
    const file = path.join(dir, 'store.json')
    return {
      file: () => file,
      calls: {
        set({ session, document }) {
          fs.writeFileSync(`${file}.tmp`, JSON.stringify({ ...load(file), [session]: document }))
          fs.renameSync(`${file}.tmp`, file)
        },
      },
    }
  },
  read: valueIn,
  oracles: ['parses', 'not-stale'],
})

function load(file: string): MapFile {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as MapFile
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return {}
  }
}
