import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { formatDuration } from '../model/duration.ts'
import { messageOf } from '../model/errors.ts'
import type { Loaded } from './config-loaded.ts'

const entry = createRequire(import.meta.url).resolve('#config')
const mostHeapMebibytes = 512
/** Beyond what the harness itself has: typed arrays are not on the heap. */
const mostBytes = 1024 ** 3
const lookMillis = 50

/**
 * Imports a configuration file in a thread of its own, which is ended where it takes too much time or memory.
 *
 * @param limitMillis after which it is ended
 */
export async function importConfig(file: string, limitMillis: number): Promise<Loaded> {
  const thread = new Worker(entry, {
    workerData: { file },
    resourceLimits: { maxOldGenerationSizeMb: mostHeapMebibytes },
  })
  const before = process.memoryUsage.rss()
  const started = performance.now()
  let watch: NodeJS.Timeout | undefined
  try {
    return await new Promise<Loaded>((resolve) => {
      const fail = (why: string) => resolve({ kind: 'failure', why })
      thread.on('message', resolve)
      // What it exports may be nothing that a message can hold, such as a function.
      thread.on('messageerror', (error) => fail(messageOf(error)))
      thread.on('error', (error) => fail(messageOf(error).split('\n')[0] ?? ''))
      thread.on('exit', (status) => fail(`it ends its process with status ${status}`))
      watch = setInterval(() => {
        if (process.memoryUsage.rss() - before > mostBytes) fail('it takes more than 1 GiB of memory')
        if (performance.now() - started > limitMillis)
          fail(`it does not come to its end within ${formatDuration(limitMillis)}`)
      }, lookMillis)
    })
  } finally {
    clearInterval(watch)
    await thread.terminate()
  }
}
