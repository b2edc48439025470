import crypto from 'node:crypto'

const suffix = '.trace.json'
const maxStemLength = 140
const hashedPrefixLength = 40
const hashedStem = /^[a-z0-9_%-]{40}%h[0-9a-f]{64}$/

/** Device names on Windows, whatever follows the first dot: https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/

/**
 * The file name of a session: one for each id, on any file system.
 *
 * Small letters, digits, `_` and `-` stand for themselves, every other UTF-16 code unit for `%xx` or `%uxxxx`, as
 * in ECMAScript's `escape`. So no two names differ by letter case or Unicode normalisation alone, and none has a
 * separator, a dot of its own, or a character that some system forbids. The empty id is `%`.
 *
 * Where that would pass 140 characters, the name is the first 40 of them, `%h`, and the SHA-256 of them all: the
 * id cannot be read back from such a name, only from the file's content.
 *
 * @param sessionId any string, lone surrogates and NUL included
 */
export function fileNameOf(sessionId: string): string {
  return stemOf(sessionId) + suffix
}

/**
 * The session whose file has this name, so that `sessionOfFileName(fileNameOf(id)) === id`.
 *
 * @returns `undefined` where the name is no session's, or that of an id too long to be in it
 */
export function sessionOfFileName(name: string): string | undefined {
  if (!name.endsWith(suffix)) return undefined
  const stem = name.slice(0, -suffix.length)
  const sessionId = stem === '%' ? '' : unescape(stem)
  // There is one spelling of each id; any other name is not ours.
  return stemOf(sessionId) === stem ? sessionId : undefined
}

/** Whether `fileNameOf` can have given this name. */
export function isSessionFileName(name: string): boolean {
  if (sessionOfFileName(name) !== undefined) return true
  return name.endsWith(suffix) && hashedStem.test(name.slice(0, -suffix.length))
}

function stemOf(sessionId: string): string {
  if (sessionId === '') return '%'
  const escaped = sessionId.replace(/[^a-z0-9_-]/g, escapeUnit)
  // A leading hyphen would make a shell's `*` an option of the command.
  const stem = reserved.test(escaped) || escaped.startsWith('-') ? escapeFirst(escaped) : escaped
  return stem.length <= maxStemLength ? stem : hashed(stem)
}

function hashed(stem: string): string {
  return `${stem.slice(0, hashedPrefixLength)}%h${crypto.createHash('sha256').update(stem).digest('hex')}`
}

const escapeFirst = (stem: string): string => escapeUnit(stem.slice(0, 1)) + stem.slice(1)

function escapeUnit(unit: string): string {
  const code = unit.charCodeAt(0)
  return code < 0x100 ? `%${code.toString(16).padStart(2, '0')}` : `%u${code.toString(16).padStart(4, '0')}`
}

function unescape(stem: string): string {
  return stem.replace(/%u([0-9a-f]{4})|%([0-9a-f]{2})/g, (_, wide?: string, narrow?: string) =>
    String.fromCharCode(Number.parseInt(wide ?? narrow ?? '', 16)),
  )
}
