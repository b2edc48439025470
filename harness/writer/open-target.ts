import path from 'node:path'
import { kindOfValue } from '../model/kind-of-value.ts'
import type { OpenContext, OpenTarget, Target } from '../model/target.ts'
import { isCommand } from './command-calls.ts'
import { firstLines, isSpecified, TargetRefusal } from './load-target.ts'

/**
 * Opens a target and checks what it gives.
 *
 * @throws TargetRefusal when `open` throws or returns something other than `{ file, calls }`.
 */
export async function openTarget(target: Target, context: OpenContext): Promise<OpenTarget> {
  let open: OpenTarget
  try {
    open = await target.open(context)
  } catch (error) {
    throw new TargetRefusal(`its open({ dir, writer }) throws ${firstLines(error)}`)
  }
  const calls = Object.entries(open?.calls ?? {})
  if (typeof open?.file !== 'function' && !target.load) {
    throw new TargetRefusal(
      'its open({ dir, writer }) returns no file(session) function; a target without one needs load({ dir, session })',
    )
  }
  if (calls.length === 0)
    throw new TargetRefusal(
      'its open({ dir, writer }) returns no calls; expected calls: { name: function, … }',
    )
  const other = calls.find(([, call]) => typeof call !== 'function' && !isCommand(call))
  if (other)
    throw new TargetRefusal(
      `its call ${other[0]} is ${kindOfValue(other[1])}; expected a function, or command(({ file }) => ['program', 'argument', …])`,
    )
  return open
}

export interface FilesOptions {
  readonly dir: string
  readonly sessions: readonly string[]
  /** Without a `read` of its own, nothing tells one session's part of a file from another's. */
  readonly target: Pick<Target, 'read' | 'specification' | 'load'>
}

/**
 * By session, the path of its file relative to the run directory, with `/` between its parts.
 *
 * @throws TargetRefusal when a file lies outside the run directory, or two sessions share one that nothing takes apart.
 */
export function relativeFiles(
  open: { readonly file?: OpenTarget['file'] },
  { dir, sessions, target }: FilesOptions,
): Record<string, string> {
  const files: Record<string, string> = {}
  // What is loaded is asked of the application, whatever files that takes.
  if (target.load) return files
  for (const session of sessions) {
    const file: unknown = open.file?.(session)
    if (typeof file !== 'string') throw new TargetRefusal(`its file('${session}') returns no path`)
    const relative = path.relative(dir, path.resolve(dir, file)).replaceAll(path.sep, '/')
    if (relative === '' || relative.startsWith('../') || path.isAbsolute(relative)) {
      throw new TargetRefusal(`its file('${session}') lies outside the run directory: ${file}`)
    }
    if (!target.read && !isSpecified(target) && Object.values(files).includes(relative)) {
      throw new TargetRefusal(
        `its file(session) gives ${relative} for two sessions; expected a file for each, or read(bytes, session) to pick the session's part`,
      )
    }
    files[session] = relative
  }
  return files
}

/** As many sessions as there may be. */
const mostSessions = 64

/**
 * The files of all sessions that there may be, in order, as far as the target has one for each.
 *
 * @throws TargetRefusal as `relativeFiles` does, for the first two sessions.
 */
export function probedFiles(open: OpenTarget, dir: string, target: FilesOptions['target']): string[] {
  const files = Object.values(relativeFiles(open, { dir, sessions: ['s1', 's2'], target }))
  try {
    for (let count = files.length + 1; count <= mostSessions; count += 1)
      files.push(...Object.values(relativeFiles(open, { dir, sessions: [`s${count}`], target })))
  } catch {
    // It knows no more of them. Where one is asked for, that is said.
  }
  return [...new Set(files)]
}
