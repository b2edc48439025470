import module, { createRequire } from 'node:module'
import { runInThisContext } from 'node:vm'
import { expect, test } from 'vitest'
import { runSnippets } from './child.ts'
import { harmless, noted, withoutFiles } from './entry-points.ts'

/** The language's own, which no version of Node adds to. */
const language = new Set(
  Object.getOwnPropertyNames(globalThis).filter((name) =>
    /^(?:[A-Z]\w*Error|\w*Array|\w*Map|\w*Set)$/.test(name),
  ),
)

/** By module, the names of its functions, and their text. */
const listing = `
  const module = require('node:module')
  process.emitWarning = () => {}
  const listed = {}
  const functionsOf = (object) =>
    Object.fromEntries(
      Object.getOwnPropertyNames(object).flatMap((name) => {
        try {
          return typeof object[name] === 'function' ? [[name, String(object[name])]] : []
        } catch {
          return []
        }
      }),
    )
  for (const name of module.builtinModules) {
    const short = name.replace('node:', '')
    if (short.includes('/') || short.startsWith('_') || short === 'fs') continue
    listed[short] = functionsOf(require('node:' + short))
  }
  listed.globals = functionsOf(globalThis)
  return listed`

type Listed = Record<string, Record<string, string>>
const [outcome] = runSnippets([{ code: listing }])
const listed = outcome?.value as Listed
const plain = runInThisContext(`(require) => {${listing}}`)(createRequire(import.meta.url)) as Listed

const known = (name: string) => new Set([...(noted[name] ?? []), ...(harmless[name] ?? [])])

test('every module of this Node is known', () => {
  const names = Object.keys(listed).filter((name) => !withoutFiles.includes(name))
  expect(names.filter((name) => known(name).size === 0)).toEqual([])
  expect(names).toContain('process')
  expect(module.builtinModules.length).toBeGreaterThan(30)
})

test.each(Object.keys({ ...noted, ...harmless }))(
  'every function of %s reaches no file by itself, or is noted where it does',
  (name) => {
    const functions = Object.keys(listed[name] ?? {}).filter(
      (each) => name !== 'globals' || !isLanguage(each),
    )
    expect(functions.filter((each) => !known(name).has(each))).toEqual([])
  },
)

/** Those of `controlled/uncontrolled.ts`, which the fixture does not install; Node puts its own `chdir` around ours once. */
const elsewhere = /^(?:child_process|worker_threads)$|^process (?:dlopen|chdir)$/

test.each(Object.entries(noted))(
  'what is to be noted of %s takes the place of Node’s own',
  (name, functions) => {
    for (const each of functions) {
      const [ours, theirs] = [listed[name]?.[each], plain[name]?.[each]]
      if (theirs === undefined || elsewhere.test(name) || elsewhere.test(`${name} ${each}`)) continue
      expect.soft(ours, each).not.toBe(theirs)
    }
  },
)

function isLanguage(name: string): boolean {
  return language.has(name) || Object.getOwnPropertyDescriptor(globalThis, name)?.enumerable === false
}
