import type { Step } from '../../../model/step.ts'

/** `MAXSYMLINKS` of the kernel. */
const mostLinks = 40

/**
 * Where a path leads, and through which symbolic links, as steps have it: those in its parents are followed, and the last
 * one where the call follows it. path_resolution(7)
 *
 * @param linkAt where the link at a path leads; null where there is none
 * @param root of what is served, as programs see it
 * @returns the path as it is, where it leads elsewhere or round in a circle
 */
export function resolved(
  path: string,
  isFollowed: boolean,
  { linkAt, root }: { readonly linkAt: (path: string) => string | null; readonly root: string },
): Pick<Step, 'through'> & { readonly path: string } {
  const through: string[] = []
  let done: readonly string[] = []
  let left = partsOf(path)
  for (let [part] = left; part !== undefined; [part] = left) {
    left = left.slice(1)
    if (part === '..') {
      if (done.length === 0) return { path }
      done = done.slice(0, -1)
      continue
    }
    const here = [...done, part].join('/')
    const target = left.length > 0 || isFollowed ? linkAt(here) : null
    if (target === null) {
      done = [...done, part]
      continue
    }
    through.push(here)
    const isAbsolute = target.startsWith('/')
    if (through.length > mostLinks || (isAbsolute && !`${target}/`.startsWith(`${root}/`))) return { path }
    if (isAbsolute) done = []
    left = [...partsOf(isAbsolute ? target.slice(root.length) : target), ...left]
  }
  return { path: done.join('/'), ...(through.length > 0 && { through }) }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.')
}
