import { descriptors } from './descriptors.ts'
import { encodeLine, LineDecoder } from './lines.ts'

const bufferBytes = 64 * 1024

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
      const length = descriptors.readSync(this.#readFd, this.#buffer)
      if (length === 0) return null
      this.#received = this.#decoder.push(this.#buffer.subarray(0, length))
    }
    return this.#received.shift()
  }

  /** Waits for a message while the event loop goes on. Resolves to null at the end of the stream. */
  async receiveLater(): Promise<unknown> {
    while (this.#received.length === 0) {
      const length = await descriptors.read(this.#readFd, this.#buffer)
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
      written += descriptors.writeSync(this.#writeFd, bytes, written, length - written)
    }
  }
}
