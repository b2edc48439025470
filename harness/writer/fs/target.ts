import { fileURLToPath } from 'node:url'
import type { PathLike } from 'node:fs'
import type { Site } from './site.ts'
import type { Opened, Target } from './steps/open-close.ts'

/** A path argument that leads under the run directory, or null. */
export function targetOf(site: Site, value: unknown, follow: boolean): Target | null {
  const place = site.paths.locate(value, follow)
  return place && { value: value as PathLike, place }
}

/** A descriptor argument that was opened under control, or null. */
export function openedOf(site: Site, fd: unknown): Opened | null {
  const file = site.handles.get(fd)
  return file ? { fd: fd as number, file } : null
}

export function textOfPath(value: PathLike): string {
  return value instanceof URL ? fileURLToPath(value) : value.toString()
}
