import fs from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type amaro from 'amaro'
import { cached } from './compile-cache.ts'

/** Captured before anything can patch `fs`. */
const { readFileSync } = fs

type Amaro = typeof amaro

const typescriptExtension = /\.[cm]?ts$/

export function isTypeScript(url: string): boolean {
  return url.startsWith('file:') && typescriptExtension.test(url) && !url.includes('/node_modules/')
}

/** A module of TypeScript as JavaScript, by the transformation that Node itself uses. */
export function compile(url: string): { format: 'module' | 'commonjs'; source: string; shortCircuit: true } {
  const file = fileURLToPath(url)
  const typescript = readFileSync(file, 'utf8')
  const source = cached(typescript, () => strip(typescript, file))
  return { format: url.endsWith('.cts') ? 'commonjs' : 'module', source, shortCircuit: true }
}

/** Blanks the types out, so that lines and columns stay; enums and the like need the full transformation. */
function strip(source: string, file: string): string {
  // A compiler takes longer to load than a cached module to run: it is asked for when there is something to compile.
  const amaro = createRequire(import.meta.url)('amaro') as Amaro
  try {
    return amaro.transformSync(source, { mode: 'strip-only' }).code
  } catch {
    return transform(amaro, source, file)
  }
}

/** @throws SyntaxError of one line, where amaro throws a string with a picture. */
function transform(amaro: Amaro, source: string, file: string): string {
  try {
    return amaro.transformSync(source, { mode: 'transform' }).code
  } catch (error) {
    const picture = String(error)
    const reason = /^\s*[x×]\s+(.*)/.exec(picture)?.[1] ?? picture
    const line = /\[(\d+):\d+\]/.exec(picture)?.[1]
    throw new SyntaxError(`${reason} (${file}${line === undefined ? '' : `:${line}`})`, { cause: error })
  }
}

/** TypeScript sources may name a sibling by the name that it will have once compiled. */
export function sourceSpecifier(specifier: string): string | null {
  return /^\.{1,2}\//.test(specifier) && /\.[cm]?js$/.test(specifier) ? specifier.replace(/js$/, 'ts') : null
}
