import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { isOnPath } from '../on-path.ts'
import { adviceFor, containerAdvice } from './advice.ts'

/** As whom a file system is mounted for programs, or why it cannot be, and what helps, in words. */
export type Serving =
  | { readonly by: 'root' | 'namespace' | 'sudo' }
  | { readonly by: null; readonly why: string }

const device = '/dev/fuse'
const tools = ['mount', 'nsenter', 'setpriv', 'unshare']
let known: Serving | undefined

/**
 * Starts a command in a user namespace of its own, in which it may mount, and is the user that it was. The capabilities
 * are ambient ones, so that they outlast execve(2): capabilities(7).
 */
export const inNamespace = ['unshare', '--user', '--map-current-user', '--keep-caps', '--'] as const
/** What every mount begins with. It fails where mounting is forbidden. */
const mountNamespace = ['unshare', '-m', '--propagation', 'private', '--']
const opened = ['sh', '-c', `exec 3<>${device}`]

/** How programs are served their files here. Asked once: it does not change while a process runs. */
export function serving(): Serving {
  known ??= found()
  return known
}

/** Why no program can be served its files on this machine, and what helps; null where it can. */
export function whyNotServed(): string | null {
  const how = serving()
  return how.by === null ? how.why : null
}

function found(): Serving {
  const why = missing()
  if (why !== null) return { by: null, why }
  const isRoot = process.getuid?.() === 0
  if (isRoot && succeeds([...mountNamespace, ...opened]) === null) return { by: 'root' }
  const refused = succeeds([...inNamespace, ...mountNamespace, ...opened])
  if (refused === null) return { by: 'namespace' }
  if (isRoot) return { by: null, why: `root may mount nothing here (${refused}); ${containerAdvice}` }
  if (isOnPath('sudo') && succeeds(['sudo', '-n', 'true']) === null) return { by: 'sudo' }
  return {
    by: null,
    why: `this user may mount nothing, not in a user namespace either (${refused}), and \`sudo -n\` does not work; ${adviceFor(readSetting)}`,
  }
}

/** What none of the ways can do without. */
function missing(): string | null {
  if (process.platform !== 'linux')
    return 'programs are held on Linux alone, through FUSE; in a container there, `docker run --device /dev/fuse --cap-add SYS_ADMIN -v "$PWD:/work" -w /work node:22 npx onewriter …`'
  const tool = tools.find((each) => !isOnPath(each))
  if (tool !== undefined)
    return `there is no ${tool}(1) or ${tool}(8); \`apt-get install util-linux mount\`, or what your system has in its place`
  const { stdout } = spawnSync('nsenter', ['--help'], { encoding: 'utf8' })
  if (!stdout.includes('--wdns')) return 'nsenter(1) is too old, and has no --wdns; it takes util-linux 2.38'
  try {
    fs.closeSync(fs.openSync(device, 'r+'))
    return null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const help = {
      ENOENT: `\`sudo modprobe fuse\` makes it; ${containerAdvice}`,
      EACCES: '`sudo chmod a+rw /dev/fuse` allows it',
    }
    return `${device} cannot be opened (${code}); ${help[code as 'ENOENT'] ?? containerAdvice}`
  }
}

/** @returns what it said last where it fails; null where it succeeds */
function succeeds([program = '', ...args]: readonly string[]): string | null {
  const { status, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  })
  if (status === 0) return null
  return (stderr ?? '').trim().split('\n').at(-1) || `${program}: ${error?.message ?? `status ${status}`}`
}

function readSetting(file: string): string | null {
  try {
    return fs.readFileSync(file, 'latin1').trim()
  } catch {
    return null
  }
}
