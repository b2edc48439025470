import type { LoadHook, ResolveHook } from 'node:module'
import { compile, isTypeScript, sourceSpecifier } from './compile.ts'

/** The hooks for a Node whose loader runs in a thread of its own (before 22.15). */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  try {
    return await nextResolve(specifier, context)
  } catch (error) {
    const source = sourceSpecifier(specifier)
    if (source === null) throw error
    return nextResolve(source, context)
  }
}

export const load: LoadHook = async (url, context, nextLoad) =>
  isTypeScript(url) ? compile(url) : nextLoad(url, context)
