import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { HarnessError } from '../../model/errors.ts'
import { FuseDevice } from './fuse/device.ts'
import { greet } from './fuse/greet.ts'

/** A mount is there within milliseconds, but for a machine that has much else to do. */
const patienceMillis = 10_000
const pauseMillis = 0.2
const never = new Int32Array(new SharedArrayBuffer(4))

/** Mounts descriptor 3 at a path, has the kernel ask whose it is, says so by becoming another program, and stays until its input ends. */
const script =
  'mount -i -t fuse -o fd=3,rootmode=40000,user_id="$1",group_id="$2",allow_other onewriter "$0" && exec 3<&- && [ -d "$0" ] && exec cat'
const ids = [process.getuid?.(), process.getgid?.()].map(String)
/** In a user namespace, this process has capabilities there. Its programs are to have none, as they would elsewhere. */
const asUser = ids[0] === '0' ? [] : ['setpriv', '--inh-caps=-all', '--ambient-caps=-all', '--']

/**
 * A file system of this process's at a path, in a mount namespace of its own: nobody else sees it there. A process holds
 * the namespace, and with its last process goes the mount, however that process ends. So nothing is ever left mounted.
 */
export class Mount {
  readonly device: FuseDevice
  readonly #holder: ChildProcess

  /**
   * @param path of an empty directory
   * @param onSpawn told of the process that holds it
   * @throws HarnessError where it cannot be mounted
   */
  constructor(path: string, onSpawn: (pid: number) => void) {
    try {
      this.device = new FuseDevice()
    } catch (error) {
      throw refusal((error as Error).message)
    }
    this.#holder = spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-c', script, path, ...ids], {
      stdio: ['pipe', 'ignore', 'ignore', this.device.descriptor],
      detached: true,
    })
    this.#holder.on('error', () => {})
    this.#holder.unref()
    const { pid } = this.#holder
    if (pid === undefined) throw refusal('unshare(1) could not be started')
    onSpawn(pid)
    this.#await(pid)
  }

  get holder(): number {
    return this.#holder.pid ?? 0
  }

  /** The command line that starts a program where this is mounted. */
  commandFor(argv: readonly string[], workingDirectory: string): readonly [string, string[]] {
    return [
      'nsenter',
      [`--mount=/proc/${this.holder}/ns/mnt`, `--wdns=${workingDirectory}`, '--', ...asUser, ...argv],
    ]
  }

  /** Serves what the kernel asks before anybody else does. */
  #await(pid: number): void {
    const deadline = performance.now() + patienceMillis
    for (;;) {
      const request = this.device.read()
      if (request) {
        greet(this.device, request)
        continue
      }
      const name = nameOf(pid)
      if (name === 'cat') return
      if (name === null || performance.now() > deadline) {
        this.close()
        throw refusal(name === null ? 'mount(8) failed' : 'mount(8) did not come back')
      }
      Atomics.wait(never, 0, 0, pauseMillis)
    }
  }

  close(): void {
    this.#holder.kill('SIGKILL')
    this.device.close()
  }
}

/** Null where it has ended. */
function nameOf(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1')
    const end = stat.lastIndexOf(')')
    return stat.charAt(end + 2) === 'Z' ? null : stat.slice(stat.indexOf('(') + 1, end)
  } catch {
    return null
  }
}

function refusal(why: string): HarnessError {
  return new HarnessError(
    `no file system can be served (${why}); \`onewriter doctor\` tells what is missing; \`onewriter race\` needs none of it`,
    { process: 'the machine' },
  )
}
