import { createRequire } from 'node:module'

/** The version of this package. */
export function packageVersion(): string {
  const manifest = createRequire(import.meta.url)('onewriter/package.json') as { version: string }
  return manifest.version
}
