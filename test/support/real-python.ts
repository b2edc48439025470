import { spawnSync } from 'node:child_process'
import path from 'node:path'

/**
 * Before all tests: `python3` is Python itself. Where a version manager is installed, it is a script that looks for one,
 * which takes several times as long as a program of three lines. Where there is no Python, none is put there.
 */
export default function setup(): void {
  const { status, stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  })
  if (status !== 0) return
  process.env['PATH'] = [path.dirname(stdout.trim()), process.env['PATH']].join(path.delimiter)
}
