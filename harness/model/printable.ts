/**
 * What a terminal would obey instead of show (controls but tab and newline), what turns the direction of text around
 * (UAX #9), what ends a line elsewhere (U+2028, U+2029), what cannot be seen (tags, U+FEFF), and halves of surrogate
 * pairs, which are no text.
 */
const unprintable =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\p{Surrogate}\u{E0000}-\u{E007F}]/gu

/**
 * A text from outside, with every character that does more than show itself spelled out: `\u001b`. In a JSON text, that
 * is the same text.
 */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

/** The same on one line. */
export function printableLine(text: string): string {
  return printable(text)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`)
}

/** `##[error]`, anywhere in a line; Azure Pipelines and TeamCity have a word before the bracket. */
const hashCommand = /##(?=\w*\[)/g
/** `::error::`, at the start of a line, after any white space. */
const colonCommand = /^([^\S\n]*):(?=:)/gm

/**
 * A text in which no line is a command to whatever reads the log of a CI job: one character of what would be one is
 * spelled out. In a JSON text, that is the same text.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function withoutCommands(text: string): string {
  return text.replaceAll(hashCommand, String.raw`#\u0023`).replaceAll(colonCommand, String.raw`$1\u003a`)
}

/** Words from outside as a line, or lines, of our own output. */
export function asText(words: string): string {
  return withoutCommands(printable(words))
}

/** Fields whose text may have several lines. All others are shown on one. */
const severalLines: ReadonlySet<string> = new Set(['message', 'stderr', 'text'])

/** Plain data with every text in it, names of fields included, made printable; each on one line where it is to be. */
export function spelledOut<T>(data: T): T {
  return spelled(data, '') as T
}

function spelled(value: unknown, field: string): unknown {
  if (typeof value === 'string') return severalLines.has(field) ? printable(value) : printableLine(value)
  if (Array.isArray(value)) return value.map((each) => spelled(each, field))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(
    ([key, each]) => [printableLine(key), spelled(each, key)] as const,
  )
  return Object.fromEntries(entries)
}
