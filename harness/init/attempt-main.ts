/**
 * What runs in a process of its own, where a function of the user's is tried: it may print, exit, or never end. What
 * was found is written to descriptor 3 as soon as it is known; then the process ends by itself, so that work which the
 * function has deferred is done.
 */
import fs from 'node:fs'
import { messageOf } from '../model/errors.ts'
import { installTypeScript } from '../typescript/install.ts'
import type { Attempt, Found } from './attempt.ts'
import { confineTo } from './confine.ts'

const resultFd = 3
/** Where something else keeps the process going, what a call has deferred is waited for no longer. */
const mostDeferredMillis = 2_000
const attempt = JSON.parse(fs.readFileSync(0, 'utf8')) as Attempt
const writeSync = fs.writeSync.bind(fs)
const tell = (found: Found): void => void writeSync(resultFd, `${JSON.stringify(found)}\n`)
const isFunction = (value: unknown): value is (...parameters: unknown[]) => unknown =>
  typeof value === 'function'

confineTo(attempt.directory)
installTypeScript()
try {
  await tryOut(attempt)
} catch (error) {
  tell({ kind: 'does-not-load', message: messageOf(error) })
}

async function tryOut({ module, exported, calls, optionsAt, workingDirectory }: Attempt): Promise<void> {
  const loaded = (await import(module)) as Record<string, unknown>
  // Of a CommonJS module, what it exports may be found on its default alone.
  const all = { ...(loaded['default'] as object | undefined), ...loaded } as Record<string, unknown>
  const found = all[exported]
  if (!isFunction(found)) {
    const functions = Object.keys(all).filter((name) => isFunction(all[name]))
    tell({ kind: 'no-function', functions, isTarget: isTarget(loaded['default']) })
    return
  }
  if (calls === null) {
    tell({ kind: 'there', isNamed: isFunction(loaded[exported]), methods: methodsOf(found) })
    return
  }
  process.chdir(workingDirectory)
  let rejected: string | null = null
  const asked = new Set<string>()
  try {
    for (const [number, parameters] of calls.entries()) {
      if (number > 0) await deferredWork()
      await found(...parameters.map((each, at) => (at === optionsAt ? watched(each, asked) : each)))
    }
  } catch (error) {
    rejected = messageOf(error)
  }
  tell({ kind: 'called', rejected, asked: [...asked] })
  await deferredWork()
  process.exit()
}

/** Options in which each name is found that is asked for, and that list none: whoever copies them has nothing. */
function watched(options: unknown, asked: Set<string>): object {
  return new Proxy(
    {},
    {
      get(_, name) {
        if (typeof name === 'string') asked.add(name)
        return Reflect.get(options as object, name) as unknown
      },
      has: (_, name) => Reflect.has(options as object, name),
    },
  )
}

/** Resolves once nothing is pending any more; at the latest after a while. */
function deferredWork(): Promise<void> {
  return new Promise((resolve) => {
    process.once('beforeExit', () => resolve())
    setTimeout(resolve, mostDeferredMillis).unref()
  })
}

/** The names of a class's own methods; null of a function that is none. */
function methodsOf(found: Function): string[] | null {
  if (!/^class\b/.test(Function.prototype.toString.call(found))) return null
  const methods = Object.getOwnPropertyDescriptors(found.prototype as object)
  return Object.entries(methods).flatMap(([name, { value }]) =>
    name !== 'constructor' && isFunction(value) ? [name] : [],
  )
}

/** What `defineTarget` and the like return. */
function isTarget(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'open' in value && 'byteExact' in value
}
