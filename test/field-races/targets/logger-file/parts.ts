import { appendFile, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
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
      // A file that is renamed meanwhile would be read twice, or not at all: then everything is read again.
      for (;;) {
        const before = await filesOf(dir, session)
        const texts = await Promise.all(before.map(({ file }) => readFile(file, 'utf8').catch(() => '')))
        if (isDeepStrictEqual(before, await filesOf(dir, session)))
          return texts.flatMap((text) => text.split('\n')).flatMap((line) => (line ? [JSON.parse(line)] : []))
      }
    },
    specification: bag(),
    owns: (name) => name.includes('.log'),
    oracles: ['parses', 'linearizable'],
  })
}

async function filesOf(dir: string, session: string): Promise<{ file: string; ino: number; size: number }[]> {
  const names = (await readdir(dir)).filter((name) => name.startsWith(`${session}.log`)).toSorted()
  const files = names.map(async (name) => {
    const file = path.join(dir, name)
    const { ino, size } = await stat(file).catch(() => ({ ino: 0, size: 0 }))
    return { file, ino, size }
  })
  return Promise.all(files)
}
