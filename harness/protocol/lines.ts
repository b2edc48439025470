/**
 * Messages travel as one line of JSON each: readable in a trace, and cut at `\n`, which JSON never contains.
 * A line that is not JSON means that something else wrote to the channel.
 */
export function encodeLine(message: unknown): string {
  return `${JSON.stringify(message)}\n`
}

const newline = 0x0a

/** Cuts a stream of chunks into parsed lines. */
export class LineDecoder {
  #rest: Buffer = Buffer.alloc(0)

  /** @throws SyntaxError when a complete line is not JSON. */
  push(chunk: Buffer): unknown[] {
    // The usual case: exactly one line.
    if (this.#rest.length === 0 && chunk.indexOf(newline) === chunk.length - 1) {
      return [JSON.parse(chunk.toString('utf8', 0, chunk.length - 1))]
    }
    const messages: unknown[] = []
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    for (let end = data.indexOf(newline); end !== -1; end = data.indexOf(newline)) {
      messages.push(JSON.parse(data.toString('utf8', 0, end)))
      data = data.subarray(end + 1)
    }
    // Copied, since the caller may reuse its buffer.
    this.#rest = Buffer.from(data)
    return messages
  }
}
