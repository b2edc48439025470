import { readFile } from 'node:fs/promises'
import { savesAndSyncs } from './parts.ts'

/** gadget-inc/ggt#2347: that a file is gone is foreseen by the look at it, and not by the reading. */
export default savesAndSyncs((file) => readFile(file))
