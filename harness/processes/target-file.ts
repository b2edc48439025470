import fs from 'node:fs'
import { UsageError } from '../model/errors.ts'

/** @throws UsageError when what a user has named as a target is no file. */
export function assertTargetFile(target: string): void {
  const found = kindOf(target)
  if (found !== 'file') throw new UsageError(`${target}: ${found}; expected the path of a target module`)
}

function kindOf(target: string): string {
  try {
    const stat = fs.statSync(target)
    if (stat.isFile()) return 'file'
    return stat.isDirectory() ? 'it is a directory' : 'it is no regular file'
  } catch {
    return 'no such file'
  }
}
