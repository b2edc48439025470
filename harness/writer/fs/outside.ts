import type { PathLike, Stats } from 'node:fs'
import { temporaryName } from '../../model/beyond-control.ts'
import { isVirtualPid } from '../../model/pids.ts'
import { creates, flagBits, isExclusive, mayChange } from './flags.ts'
import type { Originals } from './originals.ts'
import { absoluteText, type Paths } from './paths.ts'

type Arguments = readonly unknown[]
type Descriptor = 'descriptor'
/**
 * What a function does to what one of its arguments names. `makes` does nothing where there is something already,
 * `alters` nothing where there is nothing; `either` makes what is missing.
 */
type Effect = 'makes' | 'alters' | 'either' | 'reads' | 'looks' | 'watches'

export interface Touch {
  /** Which argument names it. */
  readonly at: number
  readonly effect: Effect | ((args: Arguments) => Effect)
  /** Whether it is a link's target that is touched, and not the link. */
  readonly follows: boolean
}

const one = (effect: Touch['effect'], at = 0): Touch[] => [{ at, effect, follows: true }]
const entry = (effect: Touch['effect'], at = 0): Touch[] => [{ at, effect, follows: false }]

/** By name without `Sync`, what each function of `fs` that takes a path does there. `test/writer` holds it complete. */
export const touches: Readonly<Record<string, readonly Touch[] | Descriptor>> = {
  open: one(([, flags]) => effectOf(flags, 'r')),
  writeFile: one(([, , options]) => effectOf(flagIn(options), 'w')),
  appendFile: one(([, , options]) => effectOf(flagIn(options), 'a')),
  readFile: one(([, options]) => effectOf(flagIn(options), 'r')),
  openAsBlob: one('reads'),
  truncate: one('alters'),
  copyFile: [...one('reads'), ...one('either', 1)],
  cp: [...one('looks'), ...one('either', 1)],
  mkdir: entry('makes'),
  mkdtemp: entry('either'),
  mkdtempDisposable: entry('either'),
  rmdir: entry('alters'),
  rm: entry('alters'),
  unlink: entry('alters'),
  rename: [...entry('alters'), ...entry('either', 1)],
  link: [...entry('alters'), ...entry('makes', 1)],
  symlink: entry('makes', 1),
  chmod: one('alters'),
  chown: one('alters'),
  lchmod: entry('alters'),
  lchown: entry('alters'),
  utimes: one('alters'),
  lutimes: entry('alters'),
  access: one('looks'),
  exists: one('looks'),
  stat: one('looks'),
  statfs: one('looks'),
  lstat: entry('looks'),
  readdir: one('looks'),
  opendir: one('looks'),
  readlink: entry('looks'),
  realpath: one('looks'),
  'realpath.native': one('looks'),
  watch: one('watches'),
  watchFile: one('watches'),
  fchmod: 'descriptor',
  fchown: 'descriptor',
  futimes: 'descriptor',
}

/**
 * What the kernel itself tells there stays as it is while a machine runs (proc(5)). `stat` is here for what identifies a
 * process: its pid, when it started, and whether it lives, which changes at a kill alone, and at once for all. Whoever
 * goes by its counters is found out, since a step then leads to two states. Under the number that a writer is told
 * (`process.pid`) the kernel has nobody, or somebody else.
 */
const fixedInProc =
  /^\/proc\/(?:version|filesystems|(?:self|1)\/(?:cgroup|mountinfo|mounts|exe|root)|self\/ns\/\w+|(?:self|\d+)\/stat|sys\/kernel\/(?:ostype|osrelease|version|hostname|pid_max|random\/boot_id))$/
const changesByItself = /^\/(?:proc|sys)\/|^\/dev\/(?:u?random|hwrng)$/

export function effectIn({ effect }: Touch, args: Arguments): Effect {
  return typeof effect === 'function' ? effect(args) : effect
}

/**
 * Tells what of a call of Node's own function lies outside the run directory and is not to be relied upon: what it
 * changes there, which others may look at and no step tells of, and what changes by itself. Devices such as /dev/null
 * hold nothing.
 */
export class Outside {
  readonly #paths: Paths
  readonly #originals: Originals
  readonly #temporary: string | undefined

  /** @param temporary as `Site` has it */
  constructor(paths: Paths, originals: Originals, temporary?: string) {
    this.#paths = paths
    this.#originals = originals
    this.#temporary = temporary
  }

  /**
   * To be asked before the call: what is there then decides.
   *
   * @param name of the function, without `Sync`
   * @returns in words; null where there is nothing to say
   */
  touchedBy(name: string, args: Arguments): string | null {
    const all = touches[name]
    if (all === undefined) return null
    const told =
      all === 'descriptor' ? this.#changedThrough(args[0]) : all.map((touch) => this.#touched(touch, args))
    const paths = [told].flat().flatMap((path) => (path === null ? [] : [this.#named(path)]))
    return paths.length === 0 ? null : `${name} ${paths.join(' -> ')}`
  }

  /** What lies among temporary files is named without the way there, which is another one in each run. */
  #named(path: string): string {
    const below = `${this.#temporary}/`
    return this.#temporary && path.startsWith(below) ? temporaryName + path.slice(below.length) : path
  }

  /** Where it is touched; null where that does not matter. */
  #touched(touch: Touch, args: Arguments): string | null {
    const { at, follows } = touch
    const given = args[at]
    const absolute = absoluteText(given)
    if (absolute === null) return null
    const what = effectIn(touch, args)
    switch (what) {
      case 'looks':
        return this.#changing(absolute)
      case 'reads':
        // What one takes from a pipe, another does not.
        return this.#changing(absolute) ?? (this.#look(given, true)?.isFIFO() ? absolute : null)
      case 'watches':
        return this.#paths.elsewhere(given, follows)
      case 'makes':
        return this.#look(given, follows) ? null : this.#paths.elsewhere(given, follows)
      case 'alters':
      case 'either': {
        const stats = this.#look(given, follows)
        const isDevice = stats?.isCharacterDevice() || stats?.isBlockDevice()
        const isNothing = !stats && what === 'alters'
        return isDevice || isNothing ? null : this.#paths.elsewhere(given, follows)
      }
    }
  }

  #changing(absolute: string): string | null {
    if (!changesByItself.test(absolute)) return null
    const [, pid = ''] = /^\/proc\/(\d+)\//.exec(absolute) ?? []
    const isFixed = fixedInProc.test(absolute) && !isVirtualPid(Number(pid))
    return isFixed ? null : this.#paths.elsewhere(absolute, true) && absolute
  }

  /** A file that was opened for reading can be altered all the same; what is opened for writing is told then. */
  #changedThrough(fd: unknown): string | null {
    if (typeof fd !== 'number') return null
    try {
      const stats = this.#originals.fstatSync(fd)
      // What has no name is nobody else's.
      return (stats.isFile() || stats.isDirectory()) && stats.nlink > 0 ? 'by a descriptor' : null
    } catch {
      return null
    }
  }

  #look(path: unknown, follows: boolean): Stats | null {
    try {
      const look = follows ? this.#originals.statSync : this.#originals.lstatSync
      return look(path as PathLike, { throwIfNoEntry: false }) ?? null
    } catch {
      return null
    }
  }
}

function flagIn(options: unknown): unknown {
  return typeof options === 'object' && options !== null ? Reflect.get(options, 'flag') : undefined
}

/** Of opening a file: https://nodejs.org/api/fs.html#file-system-flags */
function effectOf(flags: unknown, otherwise: string): Effect {
  const bits = flagBits(flags ?? otherwise)
  if (bits === null || !mayChange(bits)) return 'reads'
  if (!creates(bits)) return 'alters'
  return isExclusive(bits) ? 'makes' : 'either'
}
