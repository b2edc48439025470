import { readTextBounded, type ReadOptions } from './read-bounded.ts'

/**
 * A regular file as the value that its JSON text has.
 *
 * @throws Error on one line: it cannot be read, or is no JSON. What a parser says quotes the text, newlines and all.
 */
export function readJson(file: string, options?: ReadOptions): unknown {
  const text = readTextBounded(file, options)
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(text.trim() === '' ? 'it is empty' : 'it is no JSON')
  }
}
