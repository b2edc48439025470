import path from 'node:path'
import { assertTargetFile } from '../processes/target-file.ts'
import { repositoryFiles } from './repository-files.ts'
import { moduleGraph } from './module-graph.ts'

/** What says which packages there are, and how modules are found. */
const settings =
  /^(package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|\.npmrc|tsconfig.*\.json)$/
const ownSettings = /^onewriter\.config\.m?[jt]s$/

export interface Comparison {
  /** Why the target has to be checked; null where it need not be. */
  readonly why: string | null
  /** How many files it is made of. */
  readonly files: number
}

/**
 * Whether a target has to be checked again: by the files that it is made of, and what has changed since a commit.
 *
 * @param target path of the target module
 * @param ref a branch or a commit
 * @throws UsageError when there is no such target, or no such commit.
 */
export function compareWith(target: string, ref: string): Comparison {
  assertTargetFile(target)
  const { files, folders, usesPackages, isOpen } = moduleGraph(target)
  const { changed, tracked } = repositoryFiles(ref)
  const isPart = (file: string) => {
    const name = path.basename(file)
    return (
      isOpen ||
      files.has(file) ||
      ownSettings.test(name) ||
      (usesPackages && settings.test(name)) ||
      [...folders].some((folder) => file.startsWith(folder + path.sep))
    )
  }
  const differs = changed.find(isPart)
  const unknown = [...files].find((file) => !tracked.has(file))
  return { why: whyOf({ differs, unknown, ref }), files: files.size }
}

interface Why {
  readonly differs: string | undefined
  readonly unknown: string | undefined
  readonly ref: string
}

function whyOf({ differs, unknown, ref }: Why): string | null {
  if (differs !== undefined) return `${path.relative('.', differs)} differs from ${ref}`
  return unknown === undefined ? null : `${path.relative('.', unknown)} is in no commit of this repository`
}
