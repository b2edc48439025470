import type { Thrown } from '../model/thrown.ts'
import { throwSite } from './call-site.ts'
import { firstLines } from './load-target.ts'

export interface CrashOptions {
  /** The target's folder, an absolute path. */
  readonly targetDir: string
  /** The run directory: what messages say of it says nothing to anybody. */
  readonly dir: string | null
}

/**
 * Tells of an error that is about to end this process; of none that the target catches by a handler of its own.
 * https://nodejs.org/api/process.html#event-uncaughtexceptionmonitor
 */
export function beforeCrash(options: () => CrashOptions, tell: (thrown: Thrown) => void): void {
  process.on('uncaughtExceptionMonitor', (error: unknown, origin) => {
    if (process.listenerCount('uncaughtException') > 0) return
    const { targetDir, dir } = options()
    const [line = ''] = firstLines(error).split('\n')
    tell({
      message: dir === null ? line : line.replaceAll(`${dir}/`, ''),
      isRejection: origin === 'unhandledRejection',
      place: throwSite(error, targetDir)?.place ?? null,
    })
  })
}
