import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

const oracles = ['parses', 'program-order', 'no-litter'] as const

async function save(file: string, text: string): Promise<string> {
  const temporary = `${file}.${randomUUID()}.tmp`
  await fs.promises.writeFile(temporary, text)
  await fs.promises.rename(temporary, file)
  return temporary
}

/** Three at once: one function writes in place, one leaves a backup behind, one is done before it has begun. */
export default fileWriter(
  {
    inPlace: (file, text) => fs.promises.writeFile(file, text),
    withBackup: async (file, text) => {
      await save(file, text)
      await fs.promises.writeFile(`${file}.${randomUUID()}.bak`, text)
    },
    inBackground: (file, text) => {
      void save(file, text)
    },
  },
  { oracles },
)
