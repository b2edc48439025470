/**
 * What imports a configuration file: a thread of its own, so that one that loops or allocates can be ended, and ends
 * with the harness. It tells what the file exports, or why it does not load.
 */
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../model/errors.ts'
import { installTypeScript } from '../typescript/install.ts'
import { loadedFrom, type Loaded } from './config-loaded.ts'

const { file } = workerData as { readonly file: string }
const tell = (loaded: Loaded): void => parentPort?.postMessage(loaded)

async function load(): Promise<Loaded> {
  // Where nothing is left to wait for, the thread would just end.
  const unsettled = once(process, 'beforeExit').then(() => {
    throw new Error('its top-level await never settles')
  })
  unsettled.catch(() => {})
  if (/\.m?ts$/.test(file)) installTypeScript()
  const module = (await Promise.race([import(pathToFileURL(file).href), unsettled])) as { default?: unknown }
  return loadedFrom(module.default)
}

try {
  tell(await load())
} catch (error) {
  const type = error instanceof Error && error.name !== 'Error' ? `${error.name}: ` : ''
  tell({ kind: 'failure', why: `${type}${messageOf(error).split('\n')[0]}` })
}
