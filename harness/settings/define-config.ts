import type { RunOptions } from './schema.ts'

/**
 * Types a configuration file: `onewriter.config.ts`, `.mts`, `.js` or `.mjs` in the working directory, whose default
 * export it is. Options on the command line win over it; the API's functions do not read it.
 *
 * @param config options as in the API, in camel case
 */
export function defineConfig(config: RunOptions): RunOptions {
  return config
}
