/**
 * What runs in a process of its own, where a function of the user's is tried: it may print, exit, or never end. What
 * was found is written to descriptor 3 as soon as it is known; then the process ends by itself, so that work which the
 * function has deferred is done.
 */
import fs from 'node:fs'
import { messageOf } from '../model/errors.ts'
import { installTypeScript } from '../typescript/install.ts'
import type { Attempt, Found } from './attempt.ts'

const resultFd = 3
const attempt = JSON.parse(fs.readFileSync(0, 'utf8')) as Attempt
const tell = (found: Found): void => void fs.writeSync(resultFd, `${JSON.stringify(found)}\n`)
const isFunction = (value: unknown): value is (...parameters: unknown[]) => unknown =>
  typeof value === 'function'

installTypeScript()
try {
  await tryOut(attempt)
} catch (error) {
  tell({ kind: 'does-not-load', message: messageOf(error) })
}

async function tryOut({ module, exported, parameters }: Attempt): Promise<void> {
  const loaded = (await import(module)) as Record<string, unknown>
  // Of a CommonJS module, what it exports may be found on its default alone.
  const all = { ...(loaded['default'] as object | undefined), ...loaded } as Record<string, unknown>
  const found = all[exported]
  if (!isFunction(found)) {
    const functions = Object.keys(all).filter((name) => isFunction(all[name]))
    tell({ kind: 'no-function', functions, isTarget: isTarget(loaded['default']) })
    return
  }
  if (parameters === null) {
    tell({ kind: 'there', isNamed: isFunction(loaded[exported]) })
    return
  }
  let rejected: string | null = null
  try {
    await found(...parameters)
  } catch (error) {
    rejected = messageOf(error)
  }
  tell({ kind: 'called', rejected })
}

/** What `defineTarget` and the like return. */
function isTarget(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'open' in value && 'byteExact' in value
}
