import { createRequire } from 'node:module'
import { compile, isTypeScript, sourceSpecifier } from './compile.ts'

/** What is used of Node's loader: https://github.com/nodejs/node/blob/v20.20.0/lib/internal/modules/esm/loader.js */
interface Loader {
  resolve: Resolve
  resolveSync: Resolve
  load: (url: string, context: unknown) => Promise<unknown>
}

type Resolve = (specifier: string, parent: string | undefined, attributes: unknown) => unknown

/**
 * Node 20 knows hooks in a thread of their own alone, and that thread takes as long to start as a process. There will be
 * no other Node 20, and so its loader may be asked directly, where `--expose-internals` has laid it open
 * (`processes/loader-flags.ts`).
 *
 * @returns whether that was to be had; else the hooks need their thread
 */
export function installInThread(): boolean {
  const loader = loaderOfNode20()
  if (loader === null) return false
  const load = loader.load.bind(loader)
  loader.resolve = orSource(loader.resolve.bind(loader))
  loader.resolveSync = orSource(loader.resolveSync.bind(loader))
  loader.load = async (url, context) =>
    isTypeScript(url) ? { ...compile(url), responseURL: url } : load(url, context)
  return true
}

/** A name that leads nowhere is tried as that of a source. */
function orSource(resolve: Resolve): Resolve {
  return (specifier, ...rest) => {
    try {
      return resolve(specifier, ...rest)
    } catch (error) {
      const source = sourceSpecifier(specifier)
      if (source === null) throw error
      return resolve(source, ...rest)
    }
  }
}

/** Null where this is another Node, or its loader is not laid open. */
function loaderOfNode20(): Loader | null {
  if (!process.version.startsWith('v20.')) return null
  try {
    const internal = createRequire(import.meta.url)('internal/modules/esm/loader') as {
      getOrInitializeCascadedLoader(): Loader
    }
    return internal.getOrInitializeCascadedLoader()
  } catch {
    return null
  }
}
