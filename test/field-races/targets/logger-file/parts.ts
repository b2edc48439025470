import { appendFile, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { bag, defineTarget } from 'onewriter'

/** A document is about as large, so that each line finds a file that is full. */
const mostBytes = 40

/** A log of files: the newest, and those that were full. All lines together are what was logged. */
export function rotatingLog(rotate: (file: string) => Promise<void>) {
  return defineTarget({
    open: ({ dir }) => ({
      calls: {
        async log({ session, text }) {
          const file = path.join(dir, `${session}.log`)
          const { size } = await stat(file).catch(() => ({ size: 0 }))
          if (size >= mostBytes) await rotate(file)
          await appendFile(file, `${text}\n`)
        },
      },
    }),
    async load({ dir, session }) {
      const names = (await readdir(dir)).filter((name) => name.startsWith(`${session}.log`)).toSorted()
      const texts = await Promise.all(names.map((name) => readFile(path.join(dir, name), 'utf8')))
      return texts.flatMap((text) => text.split('\n')).flatMap((line) => (line ? [JSON.parse(line)] : []))
    },
    specification: bag(),
    owns: (name) => name.includes('.log'),
    oracles: ['parses', 'linearizable'],
  })
}
