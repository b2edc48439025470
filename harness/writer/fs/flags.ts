import { constants } from 'node:fs'

const { O_APPEND, O_CREAT, O_DSYNC, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } =
  constants

/** https://nodejs.org/api/fs.html#file-system-flags */
const LETTERS = new Map<string, number>([
  ['r', O_RDONLY],
  ['rs', O_RDONLY | O_SYNC],
  ['r+', O_RDWR],
  ['rs+', O_RDWR | O_SYNC],
  ['w', O_TRUNC | O_CREAT | O_WRONLY],
  ['wx', O_TRUNC | O_CREAT | O_WRONLY | O_EXCL],
  ['w+', O_TRUNC | O_CREAT | O_RDWR],
  ['wx+', O_TRUNC | O_CREAT | O_RDWR | O_EXCL],
  ['a', O_APPEND | O_CREAT | O_WRONLY],
  ['ax', O_APPEND | O_CREAT | O_WRONLY | O_EXCL],
  ['as', O_APPEND | O_CREAT | O_WRONLY | O_SYNC],
  ['a+', O_APPEND | O_CREAT | O_RDWR],
  ['ax+', O_APPEND | O_CREAT | O_RDWR | O_EXCL],
  ['as+', O_APPEND | O_CREAT | O_RDWR | O_SYNC],
])
const ALIASES = new Map([
  ['sr', 'rs'],
  ['sr+', 'rs+'],
  ['xw', 'wx'],
  ['xw+', 'wx+'],
  ['xa', 'ax'],
  ['xa+', 'ax+'],
  ['sa', 'as'],
  ['sa+', 'as+'],
])
const NAMES = { O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_SYNC, O_DSYNC }
const WORDS = new Map([...LETTERS].map(([letters, bits]) => [bits, letters]))
const KNOWN = Object.values(NAMES).reduce((all, bit) => all | bit, 0)

/** The bits of an `open` flag argument, or null where Node would refuse it. */
export function flagBits(flags: unknown, otherwise = 'r'): number | null {
  const value = flags ?? otherwise
  if (typeof value === 'number') return (value | 0) === value ? value : null
  if (typeof value !== 'string') return null
  return LETTERS.get(ALIASES.get(value) ?? value) ?? null
}

/**
 * Flags in Node's letters, as `Step.flags`. `wx` also for O_CREAT|O_EXCL alone, since a file that was just created
 * has nothing to truncate; combinations without letters are spelt out.
 */
export function flagLetters(bits: number): string {
  const known = bits & KNOWN
  const fresh = (known & O_EXCL) !== 0 && (known & (O_CREAT | O_APPEND)) === O_CREAT
  const letters = WORDS.get(fresh ? known | O_TRUNC : known)
  if (letters !== undefined) return letters
  const has = (bit: number) => (known & bit) === bit
  // Who asks for all to be written at once asks for the data, too.
  const names = Object.entries(NAMES).filter(([, bit]) => has(bit) && !(bit === O_DSYNC && has(O_SYNC)))
  return names.map(([name]) => name).join('|')
}

export function followsLastLink(bits: number): boolean {
  return (bits & O_NOFOLLOW) === 0 && (bits & (O_CREAT | O_EXCL)) !== (O_CREAT | O_EXCL)
}

export function appends(bits: number): boolean {
  return (bits & O_APPEND) !== 0
}

export function truncates(bits: number): boolean {
  return (bits & O_TRUNC) !== 0
}

export function creates(bits: number): boolean {
  return (bits & O_CREAT) !== 0
}

/** Whether it is refused where there is something already. */
export function isExclusive(bits: number): boolean {
  return creates(bits) && (bits & O_EXCL) !== 0
}

/** Whether what is opened so may be another file afterwards. */
export function mayChange(bits: number): boolean {
  return (bits & (O_WRONLY | O_RDWR)) !== 0 || truncates(bits) || creates(bits)
}
