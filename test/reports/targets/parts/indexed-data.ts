import { createHash } from 'node:crypto'

/** What an index says of a text: how long it is, and its checksum. */
export function entryFor(text: string): string {
  return JSON.stringify({
    bytes: Buffer.byteLength(text),
    sum: createHash('sha1').update(text).digest('hex'),
  })
}

/** The document that the index leads to. Throws where it does not fit the data. */
export function whatTheIndexSays(index: string, text: string): unknown {
  if (entryFor(text) !== index) throw new Error('the index does not fit the data')
  return JSON.parse(text) as unknown
}
