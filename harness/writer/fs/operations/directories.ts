import type { PathLike } from 'node:fs'
import { fileMode, isFlag, isInteger, readOptions } from '../arguments.ts'
import { copyTree, type Call } from '../compound/copy-tree.ts'
import { opendir } from '../compound/directory-handle.ts'
import { encodedName, readdir, type Listing } from '../compound/list-directory.ts'
import { mkdir, mkdirp, mkdtemp } from '../compound/make-directory.ts'
import { rm, rmdir } from '../compound/remove.ts'
import type { Face, Operations } from '../operation.ts'
import { isPath } from '../paths.ts'
import type { Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import { targetOf, textOfPath } from '../target.ts'

const MOST = 2 ** 32 - 1

/** Operations on directories and trees. */
export function directoryOperations(site: Site, call: Call): Operations {
  return {
    mkdir([path, options]) {
      const { recursive, mode: given } = isBag(options) ? options : { recursive: false, mode: options }
      const mode = fileMode(given, 0o777)
      const target = mode !== null && isFlag(recursive) ? targetOf(site, path, false) : null
      if (!target || mode === null) return null
      return recursive === true ? mkdirp(site, target.value, mode) : mkdir(site, target, mode)
    },
    mkdtemp([prefix, options], face) {
      const parsed = readOptions(options)
      const target = parsed && targetOf(site, prefix, false)
      return target && mkdtempEncoded(site, target.value, parsed.encoding, face)
    },
    readdir([path, options]) {
      const parsed = readOptions(options)
      const isValid = parsed && isFlag(parsed['recursive']) && isFlag(parsed['withFileTypes'])
      const target = isValid ? targetOf(site, path, true) : null
      return target && readdir(site, target, parsed as Listing)
    },
    opendir([path, options], face) {
      const target = readOptions(options) ? targetOf(site, path, true) : null
      return target && opendir(site, target, options, face)
    },
    rmdir([path, options]) {
      // The recursive form is deprecated and gone from later versions of Node, each of which knows what to say.
      const isPlain = options === undefined || (isBag(options) && options.recursive !== true)
      const target = isPlain ? targetOf(site, path, false) : null
      return target && rmdir(site, target)
    },
    rm([path, options = {}], face) {
      if (!isBag(options)) return null
      const { recursive = false, force = false, maxRetries = 0, retryDelay = 100 } = options
      if (typeof recursive !== 'boolean' || typeof force !== 'boolean') return null
      if (!isInteger(maxRetries, 0, MOST) || !isInteger(retryDelay, 0, MOST)) return null
      const target = targetOf(site, path, false)
      return target && rm(site, target, { recursive, force, maxRetries, retryDelay }, face)
    },
    cp([from, to, options = {}]) {
      if (!isBag(options) || !isPath(from) || !isPath(to)) return null
      if (!targetOf(site, from, false) && !targetOf(site, to, false)) return null
      return copyTree(call, textOfPath(from), textOfPath(to), options)
    },
  }
}

function isBag(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function* mkdtempEncoded(
  site: Site,
  prefix: PathLike,
  encoding: Listing['encoding'],
  face: Face,
): Plan<string | Buffer> {
  return encodedName(yield* mkdtemp(site, textOfPath(prefix), face), encoding)
}
