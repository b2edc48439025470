import type { Content } from '../../model/content.ts'

export interface Looked {
  /** What is in the directory, relative to it; directories end in `/`. */
  readonly entries: readonly string[]
  /** What the steps have left there. */
  readonly expected: Iterable<string>
  /** By session, its file. */
  readonly files: Readonly<Record<string, string>>
  /** By session, what its file holds, where that is not what it held after the last step that came near it. */
  readonly differing: Readonly<Record<string, Content>>
}

/** How the directory and the session files differ from what the steps have made of them, in words. */
export function unseenChanges({ entries, expected, files, differing }: Looked): string[] {
  const known = new Set(expected)
  const actual = new Set(entries.map((entry) => entry.replace(/\/$/, '')))
  const appeared = [...actual].filter((entry) => !known.has(entry))
  const vanished = [...known].filter((entry) => !actual.has(entry))
  // A file may be led to by a link, and then has another name in the directory.
  const isTold = (file: string) => appeared.includes(file) || vanished.includes(file)
  const changed = Object.keys(differing)
    .flatMap((session) => files[session] ?? [])
    .filter((file) => !isTold(file))
  return [
    ...appeared.map((entry) => `${entry} appeared`),
    ...vanished.map((entry) => `${entry} vanished`),
    ...[...new Set(changed)].map((file) => `${file} changed`),
  ]
}
