import module, { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { compile, isTypeScript, sourceSpecifier } from './compile.ts'
import { installInThread } from './in-thread.ts'

type Next<Result> = (specifier: string, context?: unknown) => Result
interface SynchronousHooks {
  resolve(specifier: string, context: unknown, next: Next<unknown>): unknown
  load(url: string, context: unknown, next: Next<unknown>): unknown
}

/**
 * Lets this process import TypeScript, in the same way on every supported Node.
 * https://nodejs.org/api/module.html#customization-hooks
 */
export function installTypeScript(): void {
  const { registerHooks } = module as unknown as { registerHooks?: (hooks: SynchronousHooks) => void }
  if (!registerHooks) {
    if (installInThread()) return
    module.register(pathToFileURL(createRequire(import.meta.url).resolve('#typescript-hooks')).href)
    return
  }
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context)
      } catch (error) {
        const source = sourceSpecifier(specifier)
        if (source === null) throw error
        return next(source, context)
      }
    },
    load: (url, context, next) => (isTypeScript(url) ? compile(url) : next(url, context)),
  })
}
