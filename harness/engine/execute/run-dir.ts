import fs from 'node:fs'
import path from 'node:path'
import type { Tree } from '../../faults/power-loss/index.ts'

/** Every entry below a directory, relative to it, sorted; directories end in `/`. */
export function listEntries(dir: string): string[] {
  const entries: string[] = []
  const walk = (relative: string) => {
    for (const entry of fs.readdirSync(`${dir}/${relative}`, { withFileTypes: true })) {
      const name = relative + entry.name
      entries.push(entry.isDirectory() ? `${name}/` : name)
      if (entry.isDirectory()) walk(`${name}/`)
    }
  }
  walk('')
  return entries.toSorted()
}

/** Removes the given entries of a directory, as `listEntries` gave them: cheaper than a new directory each time. */
export function removeEntries(dir: string, entries: readonly string[]): void {
  // Sorted, so what is in a directory comes after it.
  for (const entry of entries.toReversed()) {
    const full = `${dir}/${entry}`
    if (entry.endsWith('/')) fs.rmSync(full, { recursive: true, force: true })
    else fs.unlinkSync(full)
  }
}

/** Fills an empty directory with what a power loss has left. */
export function materialise(dir: string, tree: Tree): void {
  // In order of paths, so what is in a directory comes after it.
  for (const [relative, node] of tree) {
    const full = path.join(dir, relative)
    if (node.kind === 'directory') fs.mkdirSync(full)
    else if (node.kind === 'symlink') fs.symlinkSync(path.resolve(dir, node.to), full)
    else fs.writeFileSync(full, node.bytes)
  }
}
