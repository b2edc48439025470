import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { fileWriter } from 'onewriter'

const { promises } = fs
const temporaryOf = (file: string) => `${file}.${randomUUID()}.tmp`

/** Brings the text to the temporary file in one way or another, then renames it. */
const renaming =
  (fill: (temporary: string, text: string) => unknown) => async (file: string, text: string) => {
    const temporary = temporaryOf(file)
    await fill(temporary, text)
    await promises.rename(temporary, file)
  }

/** Whatever part of `fs` a target uses, to fill a file of its own and rename it is right. */
export default fileWriter({
  stream: renaming((temporary, text) =>
    pipeline(
      Readable.from([text.slice(0, 5), text.slice(5)]),
      fs.createWriteStream(temporary, { flags: 'wx' }),
    ),
  ),
  handle: renaming(async (temporary, text) => {
    const handle = await promises.open(temporary, 'wx')
    await handle.writeFile(text)
    await handle.sync()
    await handle.close()
  }),
  positions: renaming(async (temporary, text) => {
    const bytes = Buffer.from(text)
    const middle = bytes.length >> 1
    const handle = await promises.open(temporary, 'w')
    await handle.truncate(bytes.length)
    const back = handle.write(bytes, middle, bytes.length - middle, middle)
    await Promise.all([back, handle.write(bytes, 0, middle, 0)])
    await handle.close()
  }),
  vectors: renaming(async (temporary, text) => {
    const handle = await promises.open(temporary, 'ax')
    await handle.writev([Buffer.from(text.slice(0, 10)), Buffer.from(text.slice(10))])
    await handle.datasync()
    await handle.close()
  }),
  copies: renaming(async (temporary, text) => {
    const other = temporaryOf(temporary)
    await promises.appendFile(other, text.slice(0, 9))
    await promises.appendFile(other, text.slice(9))
    await promises.cp(other, temporary)
    await promises.rm(other)
  }),
  directory: renaming(async (temporary, text) => {
    const directory = await promises.mkdtemp(`${temporary}-`)
    await promises.writeFile(path.join(directory, 'text'), text, { signal: new AbortController().signal })
    await promises.rename(path.join(directory, 'text'), temporary)
    await promises.rm(directory, { recursive: true })
  }),
  callbacks: renaming(
    (temporary, text) =>
      new Promise((resolve, reject) => {
        fs.writeFile(temporary, text, { flush: true }, (error) => (error ? reject(error) : resolve(null)))
      }),
  ),
  url: renaming((temporary, text) => promises.writeFile(pathToFileURL(temporary), Buffer.from(text))),
  sync(file, text) {
    const temporary = temporaryOf(file)
    const fd = fs.openSync(Buffer.from(temporary), 'wx', 0o600)
    fs.writeSync(fd, text)
    fs.fsyncSync(fd)
    fs.closeSync(fd)
    fs.utimesSync(temporary, 1, 1)
    fs.renameSync(temporary, file)
  },
  async link(file, text) {
    const temporary = temporaryOf(file)
    await promises.writeFile(temporary, text)
    try {
      await promises.link(temporary, file)
      await promises.unlink(temporary)
    } catch {
      await promises.rename(temporary, file)
    }
  },
  async reader(file, text) {
    await renaming((temporary) => promises.writeFile(temporary, text))(file, text)
    let seen = ''
    for await (const chunk of fs.createReadStream(file, 'utf8')) seen += String(chunk)
    // The temporary file of another may be gone by now; a reader of the whole file sees one document.
    JSON.parse(seen)
    for (const name of fs.readdirSync(path.dirname(file))) {
      fs.lstatSync(path.join(path.dirname(file), name), { throwIfNoEntry: false })
    }
  },
})
