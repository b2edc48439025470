import fs from 'node:fs'
import path from 'node:path'
import { UsageError } from '../model/errors.ts'
import type { RunOptions } from '../settings/schema.ts'
import { checkOptions } from '../settings/settings.ts'
import { importConfig } from './import-config.ts'

/** Settings take milliseconds: what takes so long waits, or loops. */
const mostLoadMillis = 10_000

const names = ['onewriter.config.ts', 'onewriter.config.mts', 'onewriter.config.js', 'onewriter.config.mjs']

/**
 * The options of a directory's configuration file; none where there is no such file.
 *
 * @param limitMillis after which it is not waited for; 10 s at most
 * @throws UsageError naming the file, and the option in it that is wrong.
 */
export async function loadConfig(dir: string, limitMillis = mostLoadMillis): Promise<RunOptions> {
  const [name, another] = names.filter((each) => fs.existsSync(path.join(dir, each)))
  if (name === undefined) return {}
  if (another !== undefined) throw new UsageError(`${name} and ${another}: expected one configuration file`)
  const loaded = await importConfig(path.join(dir, name), Math.min(limitMillis, mostLoadMillis))
  if (loaded.kind === 'failure') throw new UsageError(`${name}: it does not load: ${loaded.why}`)
  if (loaded.kind === 'other')
    throw new UsageError(`${name}: expected \`export default defineConfig({ … })\`, got ${loaded.what}`)
  checkOptions(loaded.options, { file: name })
  return loaded.options
}
