import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import amaro from 'amaro'

const typescriptExtension = /\.[cm]?ts$/

export function isTypeScript(url: string): boolean {
  return url.startsWith('file:') && typescriptExtension.test(url) && !url.includes('/node_modules/')
}

/** A module of TypeScript as JavaScript, by the transformation that Node itself uses. */
export function compile(url: string): { format: 'module' | 'commonjs'; source: string; shortCircuit: true } {
  const source = fs.readFileSync(fileURLToPath(url), 'utf8')
  return { format: url.endsWith('.cts') ? 'commonjs' : 'module', source: strip(source), shortCircuit: true }
}

/** Blanks the types out, so that lines and columns stay; enums and the like need the full transformation. */
function strip(source: string): string {
  try {
    return amaro.transformSync(source, { mode: 'strip-only' }).code
  } catch {
    return amaro.transformSync(source, { mode: 'transform' }).code
  }
}

/** TypeScript sources may name a sibling by the name that it will have once compiled. */
export function sourceSpecifier(specifier: string): string | null {
  return /^\.{1,2}\//.test(specifier) && /\.[cm]?js$/.test(specifier) ? specifier.replace(/js$/, 'ts') : null
}
