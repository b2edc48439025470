import type { RunDirectory } from '../../model/run-directory.ts'
import type { Tree } from '../../model/tree.ts'

/** Does something while a directory, empty before and after, holds a tree. */
export function whileHolding<T>(directory: RunDirectory, tree: Tree, work: () => T): T {
  directory.materialise(tree)
  try {
    return work()
  } finally {
    directory.clear()
  }
}
