import fs from 'node:fs'
import path from 'node:path'
import { nameFrom } from '../../../filesystem/names.ts'
import { textOf } from './process-tree.ts'

/** System calls that begin with a path, by what they are as a step. */
export type CallKind =
  | 'open'
  | 'stat'
  | 'lstat'
  | 'access'
  | 'rename'
  | 'unlink'
  | 'rmdir'
  | 'mkdir'
  | 'link'
  | 'symlink'
  | 'readlink'
  | 'truncate'
  | 'chmod'
  | 'chown'
  | 'utimes'

/** Where arguments stand: a path, and the descriptor of the directory that it begins at; null for the working directory. */
interface Form {
  readonly kind: CallKind | ((flags: bigint) => CallKind)
  /** Positions of paths, each with that of its directory. */
  readonly paths: readonly (readonly [path: number, directory: number | null])[]
  /** Position of the flags that decide something. */
  readonly flags?: number
  /** Position of the length that is set. */
  readonly length?: number
  /** In place of an argument. */
  readonly flagsAre?: number
  /** The flags lie in memory, at this argument. */
  readonly flagsIn?: number
}

/** A thread that has asked is about to sleep, unless others have the cores. */
const patienceMillis = 4_000
const pauseMillis = 0.1
const never = new Int32Array(new SharedArrayBuffer(4))

const noFollow = 0x100n
const removesDirectory = 0x200n
const look = (flags: bigint): CallKind => ((flags & noFollow) === 0n ? 'stat' : 'lstat')
/** `O_PATH` opens nothing: it only says what a path leads to. open(2) */
const pathOnly = 0o10000000n
const opens = (flags: bigint): CallKind => {
  if ((flags & pathOnly) === 0n) return 'open'
  return (flags & BigInt(fs.constants.O_NOFOLLOW)) === 0n ? 'stat' : 'lstat'
}
const creat = fs.constants.O_CREAT | fs.constants.O_WRONLY | fs.constants.O_TRUNC

const at = {
  first: [[1, 0]],
  both: [
    [1, 0],
    [3, 2],
  ],
} as const
const openat: Form = { kind: opens, paths: at.first, flags: 2 }
const openat2: Form = { kind: opens, paths: at.first, flagsIn: 2 }
const newfstatat: Form = { kind: look, paths: at.first, flags: 3 }
const statx: Form = { kind: look, paths: at.first, flags: 2 }
const faccessat: Form = { kind: 'access', paths: at.first }
const renameat: Form = { kind: 'rename', paths: at.both }
const renameat2: Form = { ...renameat, flags: 4 }
const unlinkat: Form = {
  kind: (flags) => ((flags & removesDirectory) === 0n ? 'unlink' : 'rmdir'),
  paths: at.first,
  flags: 2,
}
const mkdirat: Form = { kind: 'mkdir', paths: at.first }
const linkat: Form = { kind: 'link', paths: at.both }
const symlinkat: Form = { kind: 'symlink', paths: [[2, 1]] }
const readlinkat: Form = { kind: 'readlink', paths: at.first }
const fchmodat: Form = { kind: 'chmod', paths: at.first }
const fchownat: Form = { kind: 'chown', paths: at.first }
const utimensat: Form = { kind: 'utimes', paths: at.first }
const only = (kind: Form['kind']): Form => ({ kind, paths: [[0, null]] })
const two = (kind: CallKind): Form => ({
  kind,
  paths: [
    [0, null],
    [1, null],
  ],
})

/** By number, as `arch/x86/entry/syscalls/syscall_64.tbl` has them. */
const onX64: Readonly<Record<number, Form>> = {
  2: { ...only(opens), flags: 1 },
  4: only('stat'),
  6: only('lstat'),
  21: only('access'),
  76: { ...only('truncate'), length: 1 },
  82: two('rename'),
  83: only('mkdir'),
  84: only('rmdir'),
  85: { ...only('open'), flagsAre: creat },
  86: two('link'),
  87: only('unlink'),
  88: { kind: 'symlink', paths: [[1, null]] },
  89: only('readlink'),
  90: only('chmod'),
  92: only('chown'),
  94: only('chown'),
  132: only('utimes'),
  235: only('utimes'),
  257: openat,
  258: mkdirat,
  260: fchownat,
  261: utimensat,
  262: newfstatat,
  263: unlinkat,
  264: renameat,
  265: linkat,
  266: symlinkat,
  267: readlinkat,
  268: fchmodat,
  269: faccessat,
  280: utimensat,
  316: renameat2,
  332: statx,
  437: openat2,
  439: faccessat,
  452: fchmodat,
}

/** As `include/uapi/asm-generic/unistd.h` has them. */
const onArm64: Readonly<Record<number, Form>> = {
  34: mkdirat,
  35: unlinkat,
  36: symlinkat,
  37: linkat,
  38: renameat,
  45: { ...only('truncate'), length: 1 },
  48: faccessat,
  53: fchmodat,
  54: fchownat,
  56: openat,
  78: readlinkat,
  79: newfstatat,
  88: utimensat,
  276: renameat2,
  291: statx,
  437: openat2,
  439: faccessat,
  452: fchmodat,
}

const forms: Readonly<Record<string, Readonly<Record<number, Form>>>> = { x64: onX64, arm64: onArm64 }

/** A system call that a thread is in, and that leads to a path of the directory which is served. */
export interface SystemCall {
  /** The same text as long as the thread is in this call; another one may have the same. */
  readonly text: string
  readonly kind: CallKind
  /** Relative to the directory that is served; the empty path is that itself. With a slash at the end where it was given. */
  readonly paths: readonly string[]
  /** Of `open` and `renameat2`. */
  readonly flags: number
  /** Of `truncate`. */
  readonly length: number
}

/**
 * What a thread that waits in the kernel has asked for (proc_pid_syscall(5)).
 *
 * @param root path of the directory that is served, as the thread sees it
 * @returns null where that cannot be told, or is nothing that begins with a path
 */
export function systemCallOf(thread: number, root: string): SystemCall | null {
  const text = callTextOf(thread)
  const [number, ...given] = text.split(' ')
  const form = forms[process.arch]?.[Number(number)]
  if (!form) return null
  try {
    const paths = form.paths.map(([place, directory]) =>
      relativeTo(
        root,
        thread,
        stringAt(thread, given[place]),
        directory === null ? undefined : given[directory],
      ),
    )
    if (paths.some((each) => each === null)) return null
    const flags = flagsOf(form, thread, given)
    const kind = typeof form.kind === 'function' ? form.kind(flags) : form.kind
    const length = Number(form.length === undefined ? 0 : given[form.length])
    return { text, kind, paths: paths as string[], flags: Number(flags & 0xffffffffn), length }
  } catch {
    return null // It was ended meanwhile, or may not be looked at.
  }
}

/**
 * Of a thread that waits for an answer. It may have asked and not yet have gone to sleep: only then the kernel can tell.
 *
 * @returns empty where it cannot be told
 */
export function callTextOf(thread: number): string {
  const deadline = performance.now() + patienceMillis
  for (;;) {
    const text = textOf(`/proc/${thread}/syscall`)
    if (!text.startsWith('running')) return text
    if (performance.now() > deadline) return ''
    Atomics.wait(never, 0, 0, pauseMillis)
  }
}

function flagsOf({ flags, flagsAre, flagsIn }: Form, thread: number, given: readonly string[]): bigint {
  if (flagsAre !== undefined) return BigInt(flagsAre)
  if (flagsIn !== undefined) return memoryAt(thread, given[flagsIn], 8).readBigUInt64LE(0)
  return flags === undefined ? 0n : BigInt(given[flags] ?? '0')
}

const mostPathBytes = 4096
const pageBytes = 4096n

function memoryAt(thread: number, address = '0', bytes: number): Buffer {
  const memory = fs.openSync(`/proc/${thread}/mem`, 'r')
  try {
    const found = Buffer.alloc(bytes)
    const size = fs.readSync(memory, found, 0, bytes, BigInt(address) as unknown as number)
    return found.subarray(0, size)
  } finally {
    fs.closeSync(memory)
  }
}

/** @throws Error where it has no end */
function stringAt(thread: number, address = '0'): string {
  // What lies behind the page need not be there.
  const inPage = Number(pageBytes - (BigInt(address) % pageBytes))
  let found = memoryAt(thread, address, inPage)
  if (!found.includes(0)) found = memoryAt(thread, address, mostPathBytes)
  const end = found.indexOf(0)
  if (end === -1) throw new Error('a path should end in a zero byte')
  return nameFrom(found.subarray(0, end))
}

/** Null where it leads elsewhere, or by ways that only the kernel knows. */
function relativeTo(
  root: string,
  thread: number,
  name: string,
  directory: string | undefined,
): string | null {
  // It is about the descriptor itself (`AT_EMPTY_PATH`).
  if (name === '') return null
  const absolute = name.startsWith('/') ? name : `${directoryOf(thread, directory)}/${name}`
  const parts = absolute.split('/')
  // Where a symbolic link may be on the way, the way back is not the way that was come.
  if (parts.includes('..')) return null
  const plain = path.posix.normalize(absolute)
  if (plain.replace(/\/$/, '') === root) return ''
  return plain.startsWith(`${root}/`) ? plain.slice(root.length + 1) : null
}

function directoryOf(thread: number, descriptor: string | undefined): string {
  const number = descriptor === undefined ? workingDirectory : BigInt.asIntN(32, BigInt(descriptor))
  return fs.readlinkSync(number === workingDirectory ? `/proc/${thread}/cwd` : `/proc/${thread}/fd/${number}`)
}

/** `AT_FDCWD`. */
const workingDirectory = -100n
