import { fileWriter } from 'onewriter'
import { saveUnderOwnedLock } from './parts/owned-lock.ts'

/**
 * Report 20: a holder that dies leaves its lock, which no start ever takes away, so that nothing can be saved again.
 */
export default fileWriter(saveUnderOwnedLock)
