import { GuardedDirectory } from '../../../harness/guarded/guarded-directory.ts'
import { ServedPrograms } from '../../../harness/programs/served/served-programs.ts'

/** What a writer starts, one after the other, in the directory that is served to it: command lines without input. */
export type CommandsIn = (dir: string) => readonly (readonly string[])[]

/**
 * Does something with commands that are served their files. What was started and made for them is gone afterwards.
 *
 * @param home of a directory that is made for them
 */
export async function withServedCommands<T>(
  home: string,
  commandsIn: CommandsIn,
  work: (programs: ServedPrograms) => T,
): Promise<T> {
  const root = GuardedDirectory.make(home)
  const programs = new ServedPrograms({
    root,
    name: 'served',
    ask: ({ dir }) => ({ calls: commandsIn(dir).map((argv) => ({ argv, input: '' })), files: {} }),
    runtime: process.execPath,
    target: '',
    startsPrograms: true,
    recovers: false,
    samePid: false,
    compileCacheDir: root,
    onSpawn() {},
    onEnd() {},
    async onClose() {},
  })
  try {
    return work(programs)
  } finally {
    await programs.close()
    root.remove()
    root.close()
  }
}
