import { readFile } from 'node:fs/promises'
import { savesAndSyncs } from './parts.ts'

/** A file that is gone is left out. */
export default savesAndSyncs((file) => readFile(file).catch(() => null))
