import { appendFile, open } from 'node:fs/promises'
import { fileAppender } from 'onewriter'
import { withLock } from './parts/directory-lock.ts'
import { removeLeftovers } from './parts/next-start.ts'

/** Report 01, mended: where the tail is no whole line, a line end comes first. */
export default fileAppender(
  (file, line) =>
    withLock(`${file}.lock`, async () => {
      const start = (await endsInLine(file)) ? '' : '\n'
      await appendFile(file, `${start}${line}\n`)
    }),
  { recover: removeLeftovers },
)

async function endsInLine(file: string): Promise<boolean> {
  const handle = await open(file, 'a+')
  try {
    const { size } = await handle.stat()
    if (size === 0) return true
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
    return bytesRead === 1 && buffer[0] === 10
  } finally {
    await handle.close()
  }
}
