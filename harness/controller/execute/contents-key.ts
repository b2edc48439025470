import { digestOf, digestOfBytes } from '../../model/digest.ts'
import type { RunDirectory } from '../../model/run-directory.ts'

/** Stands for all names and data in a directory. */
export function contentsKey(dir: RunDirectory): string {
  const entries = dir.entries().map((entry) => {
    if (entry.endsWith('/')) return entry
    const bytes = dir.read(entry)
    return [entry, bytes instanceof Uint8Array ? digestOfBytes(bytes) : bytes]
  })
  return digestOf(entries)
}
