import { randomUUID } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { rotatingLog } from './parts.ts'

/** What is put away has a name of its own. */
export default rotatingLog((file) => rename(file, `${file}.${randomUUID()}`).catch(() => {}))
