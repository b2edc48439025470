import type { BigIntStats, StatOptions, Stats } from 'node:fs'
import { abilities, type StatName } from '../abilities.ts'
import { throwIfAborted } from '../errors.ts'
import type { Face, Operations } from '../operation.ts'
import type { Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import { shown, shownRoom } from '../shown.ts'
import { fstat } from '../steps/descriptor.ts'
import { onEntry } from '../steps/entry.ts'
import { openedOf, targetOf } from '../target.ts'

type AnyStats = Stats | BigIntStats | undefined
interface Options {
  readonly bigint?: unknown
  readonly throwIfNoEntry?: unknown
  readonly signal?: AbortSignal
}

/** Looking at what a file is. */
export function statOperations(site: Site): Operations {
  const fs = site.originals

  return {
    stat([path, options], face) {
      site.looked()
      const target = accepts('stat', options, face) ? targetOf(site, path, true) : null
      if (!target) return null
      const plan = onEntry<AnyStats>('stat', 'stat', target, () => {
        const stats = fs.statSync(target.value, native('stat', options, face))
        return shown(site, stats, {
          stamp: (atime, mtime) => fs.utimesSync(target.value, atime, mtime),
          where: () => site.paths.locate(target.value, true)?.path,
          name: `stat ${target.place.path}`,
        })
      })
      return unlessAborted(plan, 'stat', options, face)
    },
    lstat([path, options], face) {
      site.looked()
      const target = accepts('lstat', options, face) ? targetOf(site, path, false) : null
      if (!target) return null
      const plan = onEntry<AnyStats>('lstat', 'lstat', target, () => {
        const stats = fs.lstatSync(target.value, native('lstat', options, face))
        return shown(site, stats, {
          stamp: (atime, mtime) => fs.lutimesSync(target.value, atime, mtime),
          where: () => site.paths.locate(target.value, false)?.path,
          name: `lstat ${target.place.path}`,
        })
      })
      return unlessAborted(plan, 'lstat', options, face)
    },
    fstat([fd, options], face) {
      site.looked()
      const opened = accepts('fstat', options, face) ? openedOf(site, fd) : null
      return opened && unlessAborted(fstat(site, opened, isBig(options)), 'fstat', options, face)
    },
    statfs([path, options]) {
      const target = options === null ? null : targetOf(site, path, true)
      return (
        target &&
        onEntry('statfs', 'statfs', target, () =>
          shownRoom(site, fs.statfsSync(target.value, options as object)),
        )
      )
    },
  }
}

/** Whether this Node would take these options; those of a call that was aborted before it began are Node's to refuse. */
function accepts(name: StatName, options: unknown, face: Face): boolean {
  if (options === undefined) return true
  if (face === 'promise' && abilities.statWantsAnObject && !isObject(options)) return false
  if (options === null) return face === 'callback' && abilities.statTakesNull.has(name)
  const signal: unknown = signalOf(name, options, face)
  return signal === undefined || (isObject(signal) && 'aborted' in signal && signal.aborted !== true)
}

/** Node drops what an aborted call found out. That it waits for the step first makes no difference: it changes nothing. */
function* unlessAborted(plan: Plan<AnyStats>, name: StatName, options: unknown, face: Face): Plan<AnyStats> {
  const signal = signalOf(name, options, face)
  try {
    return yield* plan
  } finally {
    throwIfAborted(signal)
  }
}

function signalOf(name: StatName, options: unknown, face: Face): AbortSignal | undefined {
  return abilities.statHeedsSignal.has(`${name} ${face}`)
    ? (options as Options | undefined)?.signal
    : undefined
}

/** `throwIfNoEntry` is an option of the synchronous functions, and on later versions of Node of the other `stat`, too. */
function native(name: StatName, options: unknown, face: Face): StatOptions & { bigint: false } {
  const isHeeded = face === 'sync' || (name === 'stat' && abilities.statMayGiveNothing)
  const throws = !isHeeded || (options as Options | null | undefined)?.throwIfNoEntry !== false
  return { bigint: isBig(options), throwIfNoEntry: throws } as StatOptions & { bigint: false }
}

function isBig(options: unknown): boolean {
  return (options as Options | null | undefined)?.bigint === true
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
