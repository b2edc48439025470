import { dirname, resolve } from 'node:path'
import type { PathLike, symlink } from 'node:fs'
import type { Operations } from '../operation.ts'
import { isPath, type Place } from '../paths.ts'
import type { Site } from '../site.ts'
import { onEntries } from '../steps/entry.ts'
import { textOfPath } from '../target.ts'

interface Pair {
  readonly from: PathLike
  readonly to: PathLike
  readonly places: readonly [Place, Place]
}

/** Operations that are one step on two paths; controlled where either lies under the run directory. */
export function entryPairOperations(site: Site): Operations {
  const fs = site.originals

  /** What lies outside may be open there, or have another name: what becomes of it is nobody's step. */
  function crossing(name: string, both: Pair | null): Pair | null {
    const [from, to] = both?.places ?? []
    if (from && to && [from, to].some(({ path }) => path.startsWith('../')))
      site.note('uncontrolled', `${name} ${from.path} -> ${to.path} crosses the border of the run directory`)
    return both
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

  return {
    rename([from, to]) {
      const both = crossing('rename', pair(from, to))
      return both && onEntries('rename', ...both.places, () => fs.renameSync(both.from, both.to))
    },
    link([existing, created]) {
      const both = crossing('link', pair(existing, created))
      return both && onEntries('link', ...both.places, () => fs.linkSync(both.from, both.to))
    },
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
