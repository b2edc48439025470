import { dirname, resolve } from 'node:path'
import type { PathLike, symlink } from 'node:fs'
import { errnoError } from '../errors.ts'
import type { Operations } from '../operation.ts'
import { isPath, type Place } from '../paths.ts'
import type { Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import { onEntries } from '../steps/entry.ts'
import { textOfPath } from '../target.ts'

interface Pair {
  readonly from: PathLike
  readonly to: PathLike
  readonly places: readonly [Place, Place]
}

/** No step: the kernel says so before it looks at either name (`do_renameat2`, `do_linkat` of Linux' fs/namei.c). */
function* refused(name: string, { places: [from, to] }: Pair): Plan<never> {
  yield* []
  throw errnoError('EXDEV', name, from.given, to.given)
}

/** Operations that are one step on two paths; controlled where either lies under the run directory. */
export function entryPairOperations(site: Site): Operations {
  const fs = site.originals

  /** What lies outside may be open there, or have another name: what becomes of it is nobody's step. */
  function noteCrossing(name: string, { places: [from, to] }: Pair): void {
    site.note('uncontrolled', `${name} ${from.path} -> ${to.path} crosses the border of the run directory`)
  }

  function pair(from: unknown, to: unknown): Pair | null {
    if (!isPath(from) || !isPath(to)) return null
    const places = [site.paths.locate(from, false), site.paths.locate(to, false)] as const
    if (!places[0] && !places[1]) return null
    return {
      from,
      to,
      places: [places[0] ?? site.paths.outside(from), places[1] ?? site.paths.outside(to)],
    }
  }

  /** Whether one is a temporary file. These lie on a device of their own, as they mostly do. */
  function areApart({ from, to }: Pair): boolean {
    const { temporary } = site
    if (temporary === undefined) return false
    return [from, to].some((path) => site.paths.elsewhere(path, false)?.startsWith(`${temporary}/`))
  }

  function renamedOrLinked(name: 'rename' | 'link', from: unknown, to: unknown): Plan<unknown> | null {
    const both = pair(from, to)
    if (!both) return null
    if (both.places.some(({ path }) => path.startsWith('../'))) {
      if (areApart(both)) return refused(name, both)
      noteCrossing(name, both)
    }
    return onEntries(name, ...both.places, () => fs[`${name}Sync`](both.from, both.to))
  }

  return {
    rename: ([from, to]) => renamedOrLinked('rename', from, to),
    link: ([existing, created]) => renamedOrLinked('link', existing, created),
    symlink([pointedAt, path, type]) {
      const place = isPath(pointedAt) ? site.paths.locate(path, false) : null
      if (!place || !isType(type)) return null
      const link = path as PathLike
      const given = textOfPath(pointedAt as PathLike)
      const absolute = resolve(dirname(textOfPath(link)), given)
      const { path: to } = site.paths.locate(absolute, false) ?? site.paths.outside(absolute)
      return onEntries('symlink', { path: to, given }, place, () => {
        fs.symlinkSync(pointedAt as PathLike, link, type)
        site.times.made(link)
        site.inodes?.made(fs.lstatSync(link))
      })
    },
  }
}

function isType(value: unknown): value is symlink.Type | null | undefined {
  return value === undefined || value === null || ['dir', 'file', 'junction'].includes(value as string)
}
