import { rename } from 'node:fs/promises'
import { rotatingLog } from './parts.ts'

/**
 * node-logger-file, NLF of NACD: two loggers find the file full: the second renames what is hardly begun over what
 * the first one has kept.
 */
export default rotatingLog((file) => rename(file, `${file}.1`).catch(() => {}))
