/**
 * How messages name what a session's calls write: its file, or its part of a file that several sessions share.
 *
 * @param files by session, the path of its file
 */
export function fileLabel(files: Readonly<Record<string, string>>, session: string): string {
  const file = files[session]
  if (file === undefined) return session
  return isShared(files, session) ? `${session} in ${file}` : file
}

/** How messages say that a session's file is there, and nothing of the session in it. */
export function entryIsGone(files: Readonly<Record<string, string>>, session: string): string {
  const file = files[session] ?? 'its file'
  return isShared(files, session)
    ? `${session}'s entry is gone from ${file}`
    : `${file} holds nothing of ${session}`
}

function isShared(files: Readonly<Record<string, string>>, session: string): boolean {
  return Object.entries(files).some(([other, path]) => other !== session && path === files[session])
}
