import { join } from 'node:path'
import type { Dirent } from 'node:fs'
import type { Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import { onEntry } from '../steps/entry.ts'
import type { Target } from '../steps/open-close.ts'
import { targetOf, textOfPath } from '../target.ts'

export interface Listing {
  readonly encoding?: BufferEncoding | 'buffer' | null
  readonly withFileTypes?: boolean
  readonly recursive?: boolean
}

/** One look at one directory. https://pubs.opengroup.org/onlinepubs/9799919799/functions/readdir.html */
export function entriesOf(site: Site, target: Target): Plan<Dirent[]> {
  return onEntry('readdir', 'scandir', target, () =>
    site.originals.readdirSync(target.value, { withFileTypes: true }),
  )
}

/** https://nodejs.org/api/fs.html#fsreaddirpath-options-callback */
export function* readdir(site: Site, target: Target, listing: Listing): Plan<unknown[]> {
  if (listing.recursive !== true) {
    const options = { encoding: listing.encoding, withFileTypes: listing.withFileTypes } as {
      encoding: 'utf8'
    }
    return yield* onEntry<unknown[]>('readdir', 'scandir', target, () =>
      site.originals.readdirSync(target.value, options),
    )
  }
  const found: unknown[] = []
  const pending = [{ path: target.value, under: '' }]
  for (let next = pending.shift(); next; next = pending.shift()) {
    const directory = targetOf(site, next.path, true)
    if (!directory) continue
    for (const entry of yield* entriesOf(site, directory)) {
      const name = join(next.under, entry.name)
      found.push(listing.withFileTypes === true ? entry : encodedName(name, listing.encoding))
      if (entry.isDirectory()) pending.push({ path: join(textOfPath(next.path), entry.name), under: name })
    }
  }
  return found
}

export function encodedName(name: string, encoding: Listing['encoding']): string | Buffer {
  const bytes = (): Buffer => Buffer.from(name)
  if (encoding === 'buffer') return bytes()
  return encoding && encoding !== 'utf8' && encoding !== 'utf-8' ? bytes().toString(encoding) : name
}
