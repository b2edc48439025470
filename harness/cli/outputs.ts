import fs from 'node:fs'
import path from 'node:path'
import { styleText } from 'node:util'
import { messageOf, UsageError } from '../model/errors.ts'
import type { Result } from '../model/result.ts'
import { reporters } from '../report/index.ts'
import { printableLine } from '../model/printable.ts'
import type { Reporter } from '../report/reporter.ts'
import { tellGithub, workspacePath } from './github-actions.ts'
import { say, write } from './say.ts'

/** One `--reporter`: what it writes, and where. */
export interface Output {
  readonly name: string
  readonly reporter: Reporter
  /** Absent: stdout. */
  readonly file: string | undefined
}

function parseReporter(text: string): Output {
  const colon = text.indexOf(':')
  const name = colon === -1 ? text : text.slice(0, colon)
  const file = colon === -1 ? undefined : text.slice(colon + 1)
  const reporter = Object.hasOwn(reporters, name) ? reporters[name] : undefined
  if (!reporter || file === '') {
    throw new UsageError(
      `--reporter=${text}: expected NAME or NAME:FILE, NAME one of ${Object.keys(reporters).join(', ')}`,
    )
  }
  if (file !== undefined && (!isDirectory(path.dirname(path.resolve(file))) || isDirectory(file))) {
    throw new UsageError(`--reporter=${text}: expected a file in a directory that exists`)
  }
  return { name, reporter, file }
}

/**
 * What `--reporter` asks for.
 *
 * @throws UsageError when there is no such reporter, or its file cannot be written.
 */
export function parseReporters(texts: readonly string[] | null): Output[] {
  return (texts ?? ['terminal']).map(parseReporter)
}

/**
 * Writes every report, and what GitHub Actions is to be told; where all went to files, a line on stderr says so.
 *
 * @throws UsageError naming the first that could not be written; the others are there all the same.
 */
export function report(result: Result, outputs: readonly Output[]): void {
  const [unwritten] = [...outputs.flatMap((output) => emit(output, result)), ...tellGithub(result, outputs)]
  if (unwritten) throw unwritten
  const files = outputs.flatMap(({ file }) => file ?? [])
  if (files.length === outputs.length) say(whereReported(result, files), 'stderr')
}

/** For a person who sees no report. */
function whereReported({ verdict, target }: Result, files: readonly string[]): string {
  const where = files.length === 0 ? '' : `: see ${files.join(', ')}`
  return `${verdict.toUpperCase()}  ${printableLine(target)}${where}\n`
}

/** Writes one report. Returns why it could not be written, so that the others still are. */
export function emit({ reporter, file }: Output, result: Result): UsageError[] {
  const text = reporter(result, {
    colour: file === undefined && isColoured(process.stdout),
    endedAt: new Date(),
    workspacePath: workspacePath(),
    lineWidth: lineWidthOf(file === undefined ? process.stdout : null),
  })
  try {
    if (file === undefined) write(text)
    else fs.writeFileSync(file, text)
    return []
  } catch (error) {
    return [new UsageError(`--reporter: expected a file that can be written (${messageOf(error)})`)]
  }
}

function isDirectory(file: string): boolean {
  try {
    return fs.statSync(file).isDirectory()
  } catch {
    return false
  }
}

/** In a window, longer lines would be wrapped; elsewhere names are seldom cut. */
export function lineWidthOf(stream: NodeJS.WriteStream | null): number {
  return stream?.isTTY ? 100 : 240
}

/** Whether a person will see colours there: a terminal, NO_COLOR and FORCE_COLOR decide. */
export function isColoured(stream: NodeJS.WriteStream): boolean {
  return styleText('red', 'x', { stream }) !== 'x'
}
