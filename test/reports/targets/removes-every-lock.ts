import fs from 'node:fs'
import path from 'node:path'
import { fileWriter } from 'onewriter'
import { saveUnderOwnedLock } from './parts/owned-lock.ts'

/** Report 20, mended: a lock without an owner is nobody's either. */
export default fileWriter(saveUnderOwnedLock, {
  // It promises nothing of a power loss.
  oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'no-litter'],
  recover(dir) {
    for (const name of fs.readdirSync(dir)) {
      if (/\.(lock|tmp)$/.test(name)) fs.rmSync(path.join(dir, name), { recursive: true })
    }
  },
})
