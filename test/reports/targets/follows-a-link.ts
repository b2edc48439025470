import { readlink } from 'node:fs/promises'
import { linkedFiles } from './parts/linked-files.ts'
import { replaceCarelessly } from './parts/replace.ts'

/** Report 06, mended: the link is followed first. */
export default linkedFiles(async (link, text) => replaceCarelessly(await readlink(link), text))
