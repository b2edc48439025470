import { mkdirSync } from 'node:fs'
import { withCacheFolder } from './parts.ts'

/** A folder that is there is no error. */
export default withCacheFolder((folder) => {
  mkdirSync(folder, { recursive: true })
})
