import { existsSync, unlinkSync } from 'node:fs'
import { withMark } from './parts.ts'

/** RetireJS/retire.js#236: another one may take it away in between. */
export default withMark((mark) => {
  if (existsSync(mark)) unlinkSync(mark)
})
