/**
 * What a program of its own does for a target whose writers are programs: what the application does at its next start
 * after a crash. Arguments: the target's URL, and the run directory.
 */
import { firstLines, loadTarget } from './load-target.ts'

const [, , target = '', dir = ''] = process.argv

try {
  const loaded = await loadTarget(target)
  await loaded.recover?.(dir)
} catch (error) {
  process.stderr.write(firstLines(error))
  process.exitCode = 1
}
