import type { ReadStream, WriteStream } from 'node:fs'
import { originals } from '../originals.ts'

/** The part of a controlled FileHandle that a stream over it needs. */
export interface StreamedHandle {
  readonly fd: number
  retain(): void
  release(): void
  on(event: 'close', listener: () => void): unknown
  close(): Promise<unknown>
  sync(): Promise<unknown>
  read(buffer: unknown, offset: number, length: number, position: unknown): Promise<unknown>
  write(buffer: unknown, offset: number, length: number, position: unknown): Promise<unknown>
  writev(buffers: unknown, position: unknown): Promise<unknown>
}

type Callback = (error: unknown, ...results: unknown[]) => void

/** A stream over a controlled FileHandle. https://nodejs.org/api/fs.html#filehandlecreatereadstreamoptions */
export function readStreamOf(handle: StreamedHandle, options: object = {}): ReadStream {
  const Stream = originals.ReadStream as unknown as new (path: undefined, options: object) => ReadStream
  return attached(handle, new Stream(undefined, { ...options, fd: handle.fd, fs: operationsOf(handle) }))
}

/** https://nodejs.org/api/fs.html#filehandlecreatewritestreamoptions */
export function writeStreamOf(handle: StreamedHandle, options: object = {}): WriteStream {
  const Stream = originals.WriteStream as unknown as new (path: undefined, options: object) => WriteStream
  return attached(handle, new Stream(undefined, { ...options, fd: handle.fd, fs: operationsOf(handle) }))
}

function attached<T extends ReadStream | WriteStream>(handle: StreamedHandle, stream: T): T {
  handle.retain()
  handle.on('close', () => stream.close())
  return stream
}

function answer(promise: Promise<unknown>, callback: Callback, ...names: string[]): void {
  promise.then(
    (result) =>
      process.nextTick(callback, null, ...names.map((name) => (result as Record<string, unknown>)[name])),
    (error: unknown) => process.nextTick(callback, error),
  )
}

/** What the built-in streams ask of their `fs` option, by way of the handle. */
function operationsOf(handle: StreamedHandle): object {
  return {
    open(): never {
      throw new Error('A stream over a FileHandle has its file open already.')
    },
    close(_fd: number, callback: Callback): void {
      handle.release()
      answer(handle.close(), callback)
    },
    fsync: (_fd: number, callback: Callback) => answer(handle.sync(), callback),
    read: (
      _fd: number,
      buffer: unknown,
      offset: number,
      length: number,
      position: unknown,
      callback: Callback,
    ) => answer(handle.read(buffer, offset, length, position), callback, 'bytesRead', 'buffer'),
    write: (
      _fd: number,
      buffer: unknown,
      offset: number,
      length: number,
      position: unknown,
      callback: Callback,
    ) => answer(handle.write(buffer, offset, length, position), callback, 'bytesWritten', 'buffer'),
    writev: (_fd: number, buffers: unknown, position: unknown, callback: Callback) =>
      answer(handle.writev(buffers, position), callback, 'bytesWritten', 'buffers'),
  }
}
