/**
 * How messages name what a session's calls write: its file, or its part of a file that several sessions share.
 *
 * @param files by session, the path of its file
 */
export function fileLabel(files: Readonly<Record<string, string>>, session: string): string {
  const file = files[session]
  if (file === undefined) return session
  const isShared = Object.entries(files).some(([other, path]) => other !== session && path === file)
  return isShared ? `${session} in ${file}` : file
}
