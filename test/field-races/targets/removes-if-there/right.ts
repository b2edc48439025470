import { rmSync } from 'node:fs'
import { withMark } from './parts.ts'

/** What is gone is what was asked for. */
export default withMark((mark) => rmSync(mark, { force: true }))
