import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { fileWriter } from 'onewriter'

const { promises } = fs
const { O_APPEND, O_CREAT, O_RDWR, O_TRUNC, O_WRONLY } = fs.constants

/** Whatever part of `fs` a target uses, to write into the shared file itself is wrong. */
export default fileWriter({
  async truncate(file, text) {
    await promises.truncate(file, 0).catch(() => {})
    await promises.appendFile(file, text)
  },
  async append(file, text) {
    const handle = await promises.open(file, O_WRONLY | O_CREAT | O_APPEND | O_TRUNC)
    await handle.appendFile(text)
    await handle.close()
  },
  async positions(file, text) {
    const bytes = Buffer.from(text)
    const handle = await promises.open(file, O_RDWR | O_CREAT)
    await handle.write(bytes, 0, bytes.length, 0)
    await handle.truncate(bytes.length)
    await handle.close()
  },
  stream: (file, text) =>
    new Promise((resolve, reject) => {
      const stream = fs
        .createWriteStream(file)
        .on('error', reject)
        .on('close', () => resolve(null))
      stream.write(text.slice(0, 7))
      stream.end(text.slice(7))
    }),
  async copy(file, text) {
    await promises.writeFile(`${file}.${process.pid}`, text)
    await promises.copyFile(`${file}.${process.pid}`, file)
  },
  url: (file, text) => promises.writeFile(pathToFileURL(file), text),
  buffer: (file, text) => promises.writeFile(Buffer.from(file), text),
  async relative(file, text) {
    process.chdir(path.dirname(file))
    await promises.writeFile(`./${path.basename(file)}`, text)
  },
  async descriptor(file, text) {
    const handle = await promises.open(file, 'w')
    fs.writeFileSync(handle.fd, text)
    await handle.close()
  },
  async hardLink(file, text) {
    await promises.writeFile(`${file}.other`, '', { flag: 'a' })
    await promises.link(`${file}.other`, file).catch(() => {})
    await promises.writeFile(`${file}.other`, text)
  },
  async symbolicLink(file, text) {
    await promises.symlink('data', file).catch(() => {})
    await promises.writeFile(path.join(path.dirname(file), 'data'), text)
  },
  async throughDirectory(file, text) {
    await promises.symlink('.', path.join(path.dirname(file), 'via')).catch(() => {})
    await promises.writeFile(path.join(path.dirname(file), 'via', path.basename(file)), text)
  },
  deferred(file, text) {
    process.nextTick(() => queueMicrotask(() => setImmediate(() => fs.writeFile(file, text, () => {}))))
  },
  async aborted(file, text) {
    const abortion = new AbortController()
    setTimeout(() => abortion.abort(), 1)
    await promises.writeFile(file, text, { signal: abortion.signal }).catch(() => {})
  },
})
