import { existsSync, mkdirSync } from 'node:fs'
import { withCacheFolder } from './parts.ts'

/** esbuild-kit/core-utils#22: without a turn of the event loop in between, and yet another process comes in between. */
export default withCacheFolder((folder) => {
  if (!existsSync(folder)) mkdirSync(folder)
})
