import { runtimeOf } from './runtime.ts'

/**
 * What a process needs before the program that it runs. On Node 20, a target in TypeScript is loaded in half the time
 * where its loader can be asked directly (`typescript/in-thread.ts`); of another Node that is not known. Deno is to allow
 * all, and to leave nothing in the target's project.
 *
 * @param target path or URL of the target
 */
export function loaderFlags(runtime: string, target: string): readonly string[] {
  if (runtimeOf(runtime).name === 'deno') return ['run', '--allow-all', '--no-lock', '--quiet']
  const isNode20 = runtime === process.execPath && process.version.startsWith('v20.')
  return isNode20 && /\.[cm]?ts$/.test(target) ? ['--expose-internals'] : []
}
