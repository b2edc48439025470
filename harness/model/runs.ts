import type { CallId } from './workload.ts'

/** Consecutive bytes of a session file that one call wrote, or nobody: a hole, or what a power loss has lost. */
export type Owned = { readonly bytes: number } | ({ readonly bytes: number } & CallId)

/** The same with what they say. */
export type Run = Owned & { readonly text?: string }

/** What is mixed more finely is no picture any more. */
const mostRuns = 64
/** Longer texts are cut in their middle, where a payload only repeats itself. */
const mostCharacters = 400

/** What a file's bytes say, by whose they are; null where `owned` does not fit them, or they are mixed too finely. */
export function runsOf(bytes: Uint8Array, owned: readonly Owned[]): readonly Run[] | null {
  const sum = owned.reduce((total, run) => total + run.bytes, 0)
  if (sum !== bytes.length || owned.length > mostRuns) return null
  let position = 0
  return owned.map((run) => {
    position += run.bytes
    return { ...run, text: textOf(bytes.subarray(position - run.bytes, position)) }
  })
}

/** Bytes as text, as much of it as there is room for. */
export function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const half = mostCharacters / 2
  return text.length > mostCharacters ? `${text.slice(0, half)} … ${text.slice(-half)}` : text
}
