import type { OpenedDirectory } from './opened-directory.ts'

/** Deeper than any store: what lies below is not listed, and each level holds a descriptor. */
const mostLevels = 64

/**
 * Every entry below a directory, relative to it, sorted; directories end in `/`. What is mounted there, and what lies
 * below 64 levels, is listed as an empty directory.
 *
 * @throws as readdir(3), but for what goes away meanwhile.
 */
export function listTree(top: OpenedDirectory): string[] {
  const entries: string[] = []
  const walk = (directory: OpenedDirectory, prefix: string, levels: number) => {
    for (const entry of directory.names()) {
      const isDirectory = entry.isDirectory()
      entries.push(isDirectory ? `${prefix}${entry.name}/` : prefix + entry.name)
      if (!isDirectory || levels === mostLevels) continue
      const child = opened(directory, entry.name)
      if (!child) continue
      try {
        walk(child, `${prefix}${entry.name}/`, levels + 1)
      } finally {
        child.close()
      }
    }
  }
  walk(top, '', 1)
  return entries.toSorted()
}

/** Null where it is not part of the tree, is gone, or may not be looked into. */
function opened(parent: OpenedDirectory, name: string): OpenedDirectory | null {
  try {
    return parent.below(name)
  } catch {
    return null
  }
}
