import fs from 'node:fs'

/** Begins every frame: whatever else is written to the channel does not. */
const mark = 0x6f6e6577
const wordBytes = 8
const firstCapacityBytes = 64 * 1024
/** Captured before anything can patch `fs`. */
const { readSync, writeSync } = fs

/** Where the first of a frame's numbers lies among the outgoing ones. */
export const firstNumber = 3

/** One message: numbers, which nobody has to parse, and the rest of it as JSON where there is any. */
export interface Frame {
  /** Holds the frame's numbers from `start` on; valid until the next frame is received. */
  readonly numbers: Float64Array
  readonly start: number
  readonly count: number
  readonly json: unknown
}

class Bytes {
  readonly bytes: Buffer
  readonly numbers: Float64Array

  constructor(capacity: number) {
    const memory = new ArrayBuffer(capacity)
    this.bytes = Buffer.from(memory)
    this.numbers = new Float64Array(memory)
  }

  /** The first `used` bytes, in a memory that has room for `needed`. */
  grown(needed: number, used: number): Bytes {
    const grown = new Bytes(Math.max(2 * this.bytes.length, padded(needed)))
    this.bytes.copy(grown.bytes, 0, 0, used)
    return grown
  }
}

/**
 * One end of the hand-off between a controller and a writer, used without an event loop: `receive` blocks the thread.
 * A frame is a mark, how many numbers and how many bytes of JSON follow, the numbers, and the JSON, padded to a
 * number's length. The descriptors must be in blocking mode, as a child's inherited pipes are.
 */
export class FrameChannel {
  readonly #readFd: number
  readonly #writeFd: number
  #outgoing = new Bytes(firstCapacityBytes)
  #incoming = new Bytes(firstCapacityBytes)
  /** What was received and not yet taken: from here … */
  #taken = 0
  /** … to here. Invariant: frames begin at multiples of a number's length. */
  #received = 0

  constructor(readFd: number, writeFd: number) {
    this.#readFd = readFd
    this.#writeFd = writeFd
  }

  /** Where to put the numbers of the next frame, from `firstNumber` on. */
  outgoing(count: number): Float64Array {
    const needed = (firstNumber + count) * wordBytes
    if (needed > this.#outgoing.bytes.length) this.#outgoing = this.#outgoing.grown(needed, 0)
    return this.#outgoing.numbers
  }

  /** Sends so many of the outgoing numbers, and something else unless it is undefined. */
  send(count: number, json?: unknown): void {
    const numbersEnd = (firstNumber + count) * wordBytes
    let jsonBytes = 0
    if (json !== undefined) {
      const text = JSON.stringify(json)
      // UTF-8 takes three bytes at most for a UTF-16 code unit.
      const needed = numbersEnd + 3 * text.length + wordBytes
      if (needed > this.#outgoing.bytes.length) this.#outgoing = this.#outgoing.grown(needed, numbersEnd)
      jsonBytes = this.#outgoing.bytes.write(text, numbersEnd)
    }
    const { bytes, numbers } = this.#outgoing
    numbers[0] = mark
    numbers[1] = count
    numbers[2] = jsonBytes
    const length = numbersEnd + padded(jsonBytes)
    for (let written = 0; written < length;) {
      written += writeSync(this.#writeFd, bytes, written, length - written)
    }
  }

  /**
   * Blocks until a frame is there. Returns null at the end of the stream: the other side has gone.
   *
   * @throws SyntaxError when something else than a frame was written to the channel.
   */
  receive(): Frame | null {
    if (this.#taken === this.#received) this.#taken = this.#received = 0
    let length = this.#frameBytes()
    while (this.#received - this.#taken < length) {
      if (!this.#readMore(length)) return null
      length = this.#frameBytes()
    }
    const { bytes, numbers } = this.#incoming
    const at = this.#taken / wordBytes
    const count = numbers[at + 1]!
    const jsonBytes = numbers[at + 2]!
    const jsonStart = this.#taken + (firstNumber + count) * wordBytes
    const json: unknown =
      jsonBytes === 0 ? undefined : JSON.parse(bytes.toString('utf8', jsonStart, jsonStart + jsonBytes))
    this.#taken += length
    return { numbers, start: at + firstNumber, count, json }
  }

  /** Length of the frame that is being received, as far as that is known. */
  #frameBytes(): number {
    const { numbers } = this.#incoming
    const known = this.#received - this.#taken
    const at = this.#taken / wordBytes
    if (known >= wordBytes && numbers[at] !== mark) throw new SyntaxError('expected a frame')
    if (known < firstNumber * wordBytes) return firstNumber * wordBytes
    return (firstNumber + numbers[at + 1]!) * wordBytes + padded(numbers[at + 2]!)
  }

  /** False at the end of the stream. */
  #readMore(frameBytes: number): boolean {
    if (this.#taken + frameBytes > this.#incoming.bytes.length) {
      this.#incoming.bytes.copyWithin(0, this.#taken, this.#received)
      this.#received -= this.#taken
      this.#taken = 0
      if (frameBytes > this.#incoming.bytes.length)
        this.#incoming = this.#incoming.grown(frameBytes, this.#received)
    }
    const { bytes } = this.#incoming
    const length = readSync(this.#readFd, bytes, this.#received, bytes.length - this.#received, null)
    this.#received += length
    return length > 0
  }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / wordBytes) * wordBytes
}
