import fs from 'node:fs'
import { encodeLine, LineDecoder } from './lines.ts'

const bufferBytes = 64 * 1024
/** Captured before anything can patch `fs`. */
const { read, readSync, writeSync } = fs

/**
 * One end of a byte channel, used without an event loop: `receive` blocks the thread.
 * The descriptor must be in blocking mode, as a child's inherited pipes are.
 */
export class BlockingChannel {
  readonly #readFd: number
  readonly #writeFd: number
  readonly #buffer = Buffer.allocUnsafe(bufferBytes)
  readonly #outgoing = Buffer.allocUnsafe(bufferBytes)
  readonly #decoder = new LineDecoder()
  #received: unknown[] = []

  constructor(readFd: number, writeFd: number) {
    this.#readFd = readFd
    this.#writeFd = writeFd
  }

  /** Blocks until a message is there. Returns null at the end of the stream: the other side has gone. */
  receive(): unknown {
    while (this.#received.length === 0) {
      const length = readSync(this.#readFd, this.#buffer)
      if (length === 0) return null
      this.#received = this.#decoder.push(this.#buffer.subarray(0, length))
    }
    return this.#received.shift()
  }

  /** Waits for a message while the event loop goes on. Resolves to null at the end of the stream. */
  async receiveLater(): Promise<unknown> {
    while (this.#received.length === 0) {
      const length = await new Promise<number>((resolve, reject) => {
        read(this.#readFd, this.#buffer, 0, bufferBytes, null, (error, bytes) =>
          error ? reject(error) : resolve(bytes),
        )
      })
      if (length === 0) return null
      this.#received = this.#decoder.push(this.#buffer.subarray(0, length))
    }
    return this.#received.shift()
  }

  send(message: unknown): void {
    const line = encodeLine(message)
    // UTF-8 takes three bytes at most for a UTF-16 code unit.
    const bytes = 3 * line.length <= bufferBytes ? this.#outgoing : Buffer.allocUnsafe(3 * line.length)
    const length = bytes.write(line)
    for (let written = 0; written < length;) {
      written += writeSync(this.#writeFd, bytes, written, length - written)
    }
  }
}
