import fs from 'node:fs'
import path from 'node:path'
import { classifier, type Content } from '../model/content.ts'
import type { Target } from '../model/target.ts'
import type { ReplyOf, Request } from '../protocol/messages.ts'

/** Captured before the target can patch `fs`: the judge shall see what is there. */
const { readFileSync, readdirSync } = fs

/** What the session files and the directory hold now. */
export function inspect(
  request: Extract<Request, { type: 'inspect' }>,
  target: Target,
): ReplyOf<'inspected'> {
  const { dir, files, workload } = request
  const classify = classifier(workload, target)
  const finals: Record<string, Content> = {}
  for (const [session, file] of Object.entries(files)) {
    finals[session] = classify(session, readIfThere(path.join(dir, file)))
  }
  return { type: 'inspected', finals, entries: listEntries(dir) }
}

/** A file's bytes, or null where there is none. */
export function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function listEntries(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .map((entry) => {
      const relative = path.relative(dir, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/')
      return entry.isDirectory() ? `${relative}/` : relative
    })
    .toSorted()
}
