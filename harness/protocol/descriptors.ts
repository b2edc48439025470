import fs from 'node:fs'
import { libraryOf } from './library.ts'

/** What a channel does with a descriptor that its process has inherited. */
export interface Descriptors {
  /** Blocks until there is something; 0 at the end. */
  readSync(fd: number, into: Uint8Array): number
  /** The same, while the event loop goes on. */
  read(fd: number, into: Uint8Array): Promise<number>
  writeSync(fd: number, from: Uint8Array, offset: number, length: number): number
}

/** Captured before anything can patch `fs`. */
const { read, readSync, writeSync } = fs

const byFs: Descriptors = {
  readSync: (fd, into) => readSync(fd, into),
  read: (fd, into) =>
    new Promise((resolve, reject) => {
      read(fd, into, 0, into.length, null, (error, bytes) => (error ? reject(error) : resolve(bytes)))
    }),
  writeSync: (fd, from, offset, length) => writeSync(fd, from, offset, length),
}

/** Deno's `fs` knows no descriptor that was inherited, but for the first three. */
function byLibrary(): Descriptors {
  const { read: now, readLater, write } = libraryOf('deno')
  return {
    readSync: (fd, into) => bytesOf(now(fd, into, BigInt(into.length)), 'read'),
    read: async (fd, into) => bytesOf(await readLater(fd, into, BigInt(into.length)), 'read'),
    writeSync: (fd, from, offset, length) =>
      bytesOf(write(fd, from.subarray(offset, offset + length), BigInt(length)), 'write'),
  }
}

/** @throws Error as `fs` does, but for the reason, which nobody tells */
function bytesOf(given: bigint | number, call: string): number {
  if (given < 0) throw Object.assign(new Error(`EIO: ${call} of an inherited descriptor`), { code: 'EIO' })
  return Number(given)
}

export const descriptors: Descriptors = process.versions['deno'] === undefined ? byFs : byLibrary()
