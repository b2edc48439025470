import { EventEmitter } from 'node:events'
import type { ReadStream, WriteStream } from 'node:fs'
import type * as Readline from 'node:readline'
import type * as Streams from 'node:stream'
import { createRequire } from 'node:module'
import { isBytes } from '../arguments.ts'
import type { Transferred } from '../operations/data.ts'
import { readStreamOf, writeStreamOf } from './handle-streams.ts'

const require = createRequire(import.meta.url)

/** Carries out an operation by name, `fd` being the first argument, and gives its promise. */
export type Run = (name: string, ...args: unknown[]) => Promise<unknown>

/**
 * Stands in for Node's FileHandle, whose class cannot be had without opening a file.
 * https://nodejs.org/api/fs.html#class-filehandle
 */
export class FileHandle extends EventEmitter {
  readonly #run: Run
  #fd: number
  /** Streams keep the file open as well: it is closed when the last of them and the caller have let go of it. */
  #users = 1
  #closing: PromiseWithResolvers | null = null

  constructor(fd: number, run: Run) {
    super()
    this.#fd = fd
    this.#run = run
  }

  get fd(): number {
    return this.#fd
  }

  appendFile(data: unknown, options?: unknown): Promise<unknown> {
    return this.#call('writeFile', data, options)
  }

  chmod(mode: unknown): Promise<unknown> {
    return this.#call('fchmod', mode)
  }

  chown(uid: unknown, gid: unknown): Promise<unknown> {
    return this.#call('fchown', uid, gid)
  }

  datasync(): Promise<unknown> {
    return this.#call('fdatasync')
  }

  sync(): Promise<unknown> {
    return this.#call('fsync')
  }

  read(...args: unknown[]): Promise<unknown> {
    const [buffer, offset, length, position] = args
    // Positional arguments mean all of the buffer where no length is given, unlike those of `fs.read`.
    const rest = isBytes(buffer) ? buffer.byteLength - Number(offset ?? 0) : undefined
    const isPositional = typeof offset === 'number' || args.length > 2
    const given = isPositional ? [buffer, offset, length ?? rest, position] : args
    return this.#call('read', ...given).then((result) => named('bytesRead', 'buffer', result))
  }

  readv(buffers: unknown, position?: unknown): Promise<unknown> {
    return this.#call('readv', buffers, position).then((result) => named('bytesRead', 'buffers', result))
  }

  readFile(options?: unknown): Promise<unknown> {
    return this.#call('readFile', options)
  }

  readLines(options?: object): Readline.Interface {
    const { createInterface } = require('node:readline') as typeof Readline
    return createInterface({ input: this.createReadStream(options), crlfDelay: Infinity })
  }

  stat(options?: unknown): Promise<unknown> {
    return this.#call('fstat', options)
  }

  truncate(length: unknown = 0): Promise<unknown> {
    return this.#call('ftruncate', length)
  }

  utimes(atime: unknown, mtime: unknown): Promise<unknown> {
    return this.#call('futimes', atime, mtime)
  }

  write(...args: unknown[]): Promise<unknown> {
    return this.#call('write', ...args).then((result) => named('bytesWritten', 'buffer', result))
  }

  writev(buffers: unknown, position?: unknown): Promise<unknown> {
    return this.#call('writev', buffers, position).then((result) => named('bytesWritten', 'buffers', result))
  }

  writeFile(data: unknown, options?: unknown): Promise<unknown> {
    return this.#call('writeFile', data, options)
  }

  createReadStream(options?: object): ReadStream {
    return readStreamOf(this, options)
  }

  createWriteStream(options?: object): WriteStream {
    return writeStreamOf(this, options)
  }

  readableWebStream(options?: object): unknown {
    const { Readable } = require('node:stream') as typeof Streams
    return Readable.toWeb(this.createReadStream(options))
  }

  // An own property in Node, too: it may be passed around without its handle.
  close = (): Promise<void> => {
    if (this.#fd === -1 && !this.#closing) return Promise.resolve()
    if (!this.#closing) {
      this.#closing = withResolvers()
      this.release()
      this.emit('close')
    }
    return this.#closing?.promise ?? Promise.resolve()
  };

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** For a stream over this handle. */
  retain(): void {
    this.#users += 1
  }

  release(): void {
    this.#users -= 1
    if (this.#users > 0 || this.#fd === -1) return
    const closed = this.#run('close', this.#fd)
    const closing = this.#closing
    this.#fd = -1
    closed
      .then(
        () => closing?.resolve(),
        (error: unknown) => closing?.reject(error),
      )
      .finally(() => {
        this.#closing = null
      })
  }

  #call(name: string, ...args: unknown[]): Promise<unknown> {
    if (this.#fd !== -1) return this.#run(name, this.#fd, ...args)
    const error = Object.assign(new Error('file closed'), { code: 'EBADF', syscall: name })
    return Promise.reject(error)
  }
}

interface PromiseWithResolvers {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

function withResolvers(): PromiseWithResolvers {
  let resolve!: () => void
  let reject!: (error: unknown) => void
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

function named(count: string, buffer: string, result: unknown): object {
  const { bytes, buffer: transferred } = result as Transferred
  return Object.assign(Object.create(null) as object, { [count]: bytes, [buffer]: transferred })
}
