import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { isOnPath } from './on-path.ts'

const device = '/dev/fuse'
const tools = ['mount', 'nsenter', 'unshare']
let known: string | null | undefined

/**
 * Why no program can be served its files on this machine, and what helps, in words; null where it can. Asked once: it
 * does not change while a process runs.
 */
export function whyNotServed(): string | null {
  known ??= reason() ?? null
  return known
}

function reason(): string | null {
  if (process.platform !== 'linux') return 'programs are held on Linux alone, through FUSE'
  if (process.getuid?.() !== 0)
    return 'it takes root to mount a file system; run it by sudo, or in a container with `--device /dev/fuse --cap-add SYS_ADMIN`'
  const missing = tools.find((tool) => !isOnPath(tool))
  if (missing !== undefined)
    return `there is no ${missing}(1) or ${missing}(8), of the packages util-linux and mount`
  const { stdout } = spawnSync('nsenter', ['--help'], { encoding: 'utf8' })
  if (!stdout.includes('--wdns')) return 'nsenter(1) is too old, and has no --wdns; it takes util-linux 2.38'
  try {
    fs.closeSync(fs.openSync(device, 'r+'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return `${device} cannot be opened (${code}); in a container, start that with \`--device /dev/fuse --cap-add SYS_ADMIN\``
  }
  return null
}
