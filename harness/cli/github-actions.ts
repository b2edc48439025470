import fs from 'node:fs'
import path from 'node:path'
import { messageOf, UsageError } from '../model/errors.ts'
import type { Result } from '../model/result.ts'
import { jobSummary, reporters } from '../report/index.ts'
import { write } from './say.ts'

interface Listed {
  readonly name: string
}

/**
 * Annotates the run where GitHub Actions is what runs it, and adds to the job's summary page. Annotations go to
 * stderr, so that a report on stdout stays what it is; GitHub reads both.
 *
 * @returns why the summary could not be written.
 */
export function tellGithub(result: Result, asked: readonly Listed[]): UsageError[] {
  const isThere = process.env['GITHUB_ACTIONS'] === 'true'
  const isAsked = asked.some(({ name }) => name === 'github')
  if (isThere && !isAsked) annotate(result)
  const file = process.env['GITHUB_STEP_SUMMARY']
  if (!file || !(isThere || isAsked)) return []
  try {
    fs.appendFileSync(file, jobSummary(result, null))
    return []
  } catch (error) {
    return [new UsageError(`GITHUB_STEP_SUMMARY=${file}: expected a file to append to (${messageOf(error)})`)]
  }
}

function annotate(result: Result): void {
  const context = { colour: false, endedAt: new Date(), workspacePath: workspacePath() }
  write(reporters['github']?.(result, context) ?? '', 'stderr')
}

/** From the checked-out repository to the working directory: annotations name files from there. */
export function workspacePath(): string {
  const root = process.env['GITHUB_WORKSPACE']
  return root ? path.relative(root, process.cwd()).replaceAll(path.sep, '/') : ''
}
