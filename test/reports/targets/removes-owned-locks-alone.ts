import fs from 'node:fs'
import path from 'node:path'
import { fileWriter } from 'onewriter'
import { saveUnderOwnedLock } from './parts/owned-lock.ts'

/** Report 20: the next start removes a lock that names its owner; of a holder that died before that, it stays. */
export default fileWriter(saveUnderOwnedLock, {
  recover(dir) {
    for (const name of fs.readdirSync(dir)) {
      const isOwned = fs.existsSync(path.join(dir, name, 'owner'))
      if (name.endsWith('.tmp') || isOwned) fs.rmSync(path.join(dir, name), { recursive: true })
    }
  },
})
