import { rm, writeFile } from 'node:fs/promises'
import { fileWriter } from 'onewriter'

/** tapio/live-server#262: a page is removed and made anew, while a server that has seen it serves it. */
export default fileWriter(
  async (file, text) => {
    await rm(file, { force: true })
    await writeFile(file, text)
  },
  { oracles: ['reads-whole'] },
)
