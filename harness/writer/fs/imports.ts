import { pathToFileURL } from 'node:url'
import type { Patches } from '../virtual/patches.ts'
import type { Site } from './site.ts'

/**
 * Notes what `import()` looks at below the run directory. Its loader reads files without asking `fs`, and offers no hook
 * on every supported Node but one in a thread of its own; but it turns each URL that it resolves or reads into a path, and
 * asks the URL for that.
 */
export function noteImports(site: Site, root: () => string | null, patches: Patches): void {
  const property = Object.getOwnPropertyDescriptor(URL.prototype, 'pathname')
  if (!property?.get) return
  const pathnameOf = (url: URL) => property.get?.call(url) as string
  let known: { top: string; prefix: string } | null = null
  /** As it stands in a URL. */
  const prefixOf = (top: string) => {
    if (known?.top !== top) known = { top, prefix: `${pathnameOf(pathToFileURL(top))}/` }
    return known.prefix
  }
  patches.define(URL.prototype, 'pathname', {
    ...property,
    get(this: URL): string {
      const pathname = pathnameOf(this)
      const top = root()
      const prefix = top === null ? null : prefixOf(top)
      if (prefix !== null && pathname.startsWith(prefix) && isLoader())
        site.note('uncontrolled', `import ${pathname.slice(prefix.length)}`)
      return pathname
    },
  })
}

/** Whether Node's loader of modules has asked, past the functions that turn a URL into a path. */
function isLoader(): boolean {
  const { stackTraceLimit } = Error
  const prepare: unknown = Reflect.get(Error, 'prepareStackTrace')
  Error.stackTraceLimit = 8
  Reflect.set(Error, 'prepareStackTrace', undefined)
  const frames = (new Error().stack ?? '').split('\n').slice(1)
  Reflect.set(Error, 'prepareStackTrace', prepare)
  Error.stackTraceLimit = stackTraceLimit
  const asker = frames.slice(2).find((frame) => !frame.includes('node:internal/url'))
  return asker?.includes('node:internal/modules/') === true
}
