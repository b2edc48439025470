import path from 'node:path'

/** How a result names a target module: relative to the working directory, the same on every system. */
export function targetPath(target: string): string {
  return path.relative(process.cwd(), path.resolve(target)).replaceAll(path.sep, '/')
}
