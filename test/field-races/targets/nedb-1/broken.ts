import { rename, writeFile } from 'node:fs/promises'
import { fileWriter } from 'onewriter'

/** louischatriot/nedb#534: two stores of one file are opened at once, and each saves by way of the same `file~`. */
export default fileWriter(
  async (file, text) => {
    await writeFile(`${file}~`, text)
    await rename(`${file}~`, file)
  },
  { oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'calls-succeed'] },
)
