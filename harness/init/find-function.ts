import { pathToFileURL } from 'node:url'
import type { FunctionName } from './operand.ts'
import { inNewDirectory, runAttempt, usualPatienceMillis } from './run-attempt.ts'

/**
 * Looks whether there is such a function, and calls it not.
 *
 * @throws UsageError when the module does not load, or has no such function.
 */
export async function findFunction(
  operand: string,
  { file, exported }: FunctionName,
): Promise<{ readonly isNamed: boolean; readonly methods: readonly string[] | null }> {
  const found = await inNewDirectory((directory) => {
    const where = { directory: directory.path, workingDirectory: directory.path }
    const attempt = { module: pathToFileURL(file).href, exported, calls: null, optionsAt: null, ...where }
    return runAttempt(operand, attempt, directory, usualPatienceMillis)
  })
  if (found.kind !== 'there') throw new Error(`expected to be told what is there, got ${found.kind}`)
  return found
}
