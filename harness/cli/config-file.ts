import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf, UsageError } from '../model/errors.ts'
import type { RunOptions } from '../settings/schema.ts'
import { checkOptions } from '../settings/settings.ts'
import { installTypeScript } from '../typescript/install.ts'

const names = ['onewriter.config.ts', 'onewriter.config.mts', 'onewriter.config.js', 'onewriter.config.mjs']

/**
 * The options of a directory's configuration file; none where there is no such file.
 *
 * @throws UsageError naming the file, and the option in it that is wrong.
 */
export async function loadConfig(dir: string): Promise<RunOptions> {
  const [name, another] = names.filter((each) => fs.existsSync(path.join(dir, each)))
  if (name === undefined) return {}
  if (another !== undefined) throw new UsageError(`${name} and ${another}: expected one configuration file`)
  const exported = await importDefault(name, path.join(dir, name))
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported)) {
    throw new UsageError(`${name}: expected \`export default defineConfig({ … })\`, got ${kindOf(exported)}`)
  }
  checkOptions(exported, { file: name })
  return exported
}

async function importDefault(name: string, file: string): Promise<unknown> {
  const settled = new AbortController()
  // Where nothing is left to wait for, Node would exit in the middle of the import, with a status of its own.
  const unsettled = once(process, 'beforeExit', settled).then(() => {
    throw new Error('its top-level await never settles')
  })
  unsettled.catch(() => {})
  try {
    if (/\.m?ts$/.test(file)) installTypeScript()
    const module = (await Promise.race([import(pathToFileURL(file).href), unsettled])) as {
      default?: unknown
    }
    return module.default
  } catch (error) {
    const type = error instanceof Error && error.name !== 'Error' ? `${error.name}: ` : ''
    throw new UsageError(`${name}: it does not load: ${type}${messageOf(error).split('\n')[0]}`)
  } finally {
    settled.abort()
  }
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'no default export'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}
