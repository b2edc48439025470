import type { PathLike } from 'node:fs'
import { codeOf, errnoError, errorAs } from '../errors.ts'
import type { Face } from '../operation.ts'
import type { Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import { onEntry } from '../steps/entry.ts'
import type { Target } from '../steps/open-close.ts'
import { targetOf, textOfPath } from '../target.ts'

/** https://pubs.opengroup.org/onlinepubs/9799919799/functions/mkdir.html */
export function mkdir(site: Site, target: Target, mode: number): Plan<void> {
  return onEntry('mkdir', 'mkdir', target, () => {
    site.originals.mkdirSync(target.value, mode)
    site.times.made(target.value)
    site.inodes?.made(site.originals.lstatSync(target.value))
  })
}

/**
 * Makes a directory and its missing parents, as Node does: from the last one upwards until one can be made, then down.
 * Gives the first directory that was made. https://nodejs.org/api/fs.html#fsmkdirpath-options-callback
 */
export function* mkdirp(site: Site, path: PathLike, mode: number): Plan<string | undefined> {
  const given = textOfPath(path)
  const pending = [given]
  let first: string | undefined
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    try {
      yield* mkdirAnywhere(site, next, mode)
      first ??= next
    } catch (error) {
      const code = codeOf(error)
      const parent = next.slice(0, next.lastIndexOf('/'))
      if (code === 'ENOENT' && next.includes('/')) pending.push(next, parent)
      else if (['EACCES', 'ENOSPC', 'ENOTDIR', 'EPERM', 'ENOENT'].includes(code ?? ''))
        throw errorAs(error, 'mkdir', given)
      else if (!(yield* isDirectory(site, next, given))) {
        throw errnoError(code === 'EEXIST' && pending.length > 0 ? 'ENOTDIR' : 'EEXIST', 'mkdir', given)
      }
    }
  }
  return first
}

/** Parents may lie above the run directory, where making one is nobody's step. */
function* mkdirAnywhere(site: Site, path: string, mode: number): Plan<void> {
  const target = targetOf(site, path, false)
  if (target) yield* mkdir(site, target, mode)
  else site.originals.mkdirSync(path, mode)
}

function* isDirectory(site: Site, path: string, given: string): Plan<boolean> {
  const target = targetOf(site, path, true)
  const perform = (): boolean => site.originals.statSync(path).isDirectory()
  try {
    return target ? yield* onEntry('stat', 'stat', target, perform, { withoutTimes: true }) : perform()
  } catch (error) {
    throw errorAs(error, 'mkdir', given)
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/**
 * Chooses the name here rather than in the C library, so that it follows from the writer's seed.
 * https://pubs.opengroup.org/onlinepubs/9799919799/functions/mkdtemp.html
 */
export function* mkdtemp(site: Site, prefix: string, face: Face): Plan<string> {
  for (;;) {
    const letters = Array.from({ length: 6 }, () => ALPHABET[Math.floor(Math.random() * ALPHABET.length)])
    const path = prefix + letters.join('')
    // Node's asynchronous errors name the last attempt.
    const given = face === 'sync' ? `${prefix}XXXXXX` : path
    const place = { ...(site.paths.locate(path, false) ?? site.paths.outside(path)), given }
    try {
      yield* onEntry('mkdtemp', 'mkdtemp', { value: path, place }, () => {
        site.originals.mkdirSync(path, 0o700)
        site.times.made(path)
        site.inodes?.made(site.originals.lstatSync(path))
      })
      return path
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw errorAs(error, 'mkdtemp', given)
    }
  }
}
