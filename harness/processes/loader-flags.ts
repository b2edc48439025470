/**
 * What a process needs that is to load a target quickly: on Node 20, TypeScript is loaded in half the time where its
 * loader can be asked directly (`typescript/in-thread.ts`). Of another runtime nothing is known.
 *
 * @param target path or URL of the target
 */
export function loaderFlags(runtime: string, target: string): readonly string[] {
  const isNode20 = runtime === process.execPath && process.version.startsWith('v20.')
  return isNode20 && /\.[cm]?ts$/.test(target) ? ['--expose-internals'] : []
}
