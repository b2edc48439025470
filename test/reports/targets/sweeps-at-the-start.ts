import fs from 'node:fs'
import path from 'node:path'
import { fileWriter } from 'onewriter'
import { replace } from './parts/replace.ts'

/** Report 08, mended: only the next start sweeps, when nobody else runs. */
export default fileWriter(replace, {
  oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'no-litter'],
  recover(dir) {
    for (const name of fs.readdirSync(dir)) if (name.endsWith('.tmp')) fs.unlinkSync(path.join(dir, name))
  },
})
