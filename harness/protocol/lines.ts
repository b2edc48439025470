/**
 * Messages travel as one line of JSON each: readable in a trace, and cut at `\n`, which JSON never contains.
 * A line that is not JSON means that something else wrote to the channel.
 */
export function encodeLine(message: unknown): string {
  return `${JSON.stringify(message)}\n`
}

/** Cuts a stream of chunks into parsed lines. */
export class LineDecoder {
  #rest: Buffer = Buffer.alloc(0)

  /** @throws SyntaxError when a complete line is not JSON. */
  push(chunk: Buffer): unknown[] {
    const messages: unknown[] = []
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    for (let end = data.indexOf(0x0a); end !== -1; end = data.indexOf(0x0a)) {
      messages.push(JSON.parse(data.toString('utf8', 0, end)))
      data = data.subarray(end + 1)
    }
    // Copied, since the caller may reuse its buffer.
    this.#rest = Buffer.from(data)
    return messages
  }
}
