import type { Shadow } from '../../filesystem/shadow/shadow.ts'
import type { Store } from '../../filesystem/store.ts'

/** False where the latest step has left the directory as it was before. */
export function hasChanged(shadow: Shadow, before: Store): boolean {
  return shadow.store.inodes !== before.inodes || shadow.unforeseen !== null
}

/** The sessions whose file's name or data the latest step may have changed, each with its file. */
export function touchedSince(
  before: Store,
  files: Readonly<Record<string, string>>,
  shadow: Shadow,
): (readonly [session: string, file: string])[] {
  return Object.entries(files).filter(
    ([, file]) => !shadow.isAlike(file, before) || shadow.hasLinks || shadow.unforeseen !== null,
  )
}
