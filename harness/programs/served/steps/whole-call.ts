import { constants } from 'node:fs'
import type { StepOutcome } from '../../../model/step.ts'
import { outside } from '../../../filesystem/walk.ts'
import type { Answer } from '../files/answer.ts'
import type { Client } from '../files/client.ts'
import { exchange, noReplace } from '../fuse/opcodes.ts'
import type { Body, FuseRequest } from '../fuse/requests.ts'
import { callTextOf, type CallKind, type SystemCall } from '../process/system-calls.ts'

/** The request that does what a system call is for, which comes last. */
const lastOf: Readonly<Record<CallKind, readonly string[]>> = {
  open: ['open', 'create', 'opendir'],
  stat: ['getattr'],
  lstat: ['getattr'],
  access: ['access', 'getattr'],
  rename: ['rename'],
  unlink: ['unlink'],
  rmdir: ['rmdir'],
  mkdir: ['mkdir'],
  link: ['link'],
  symlink: ['symlink'],
  readlink: ['readlink'],
  truncate: ['setattr'],
  chmod: ['setattr'],
  chown: ['setattr'],
  utimes: ['setattr'],
}

/**
 * A request that may come before the last one: of who changes owner or size, the kernel asks for the mode first, since
 * that may have to lose its set-user-ID bit (`fuse_setattr` in `fs/fuse/dir.c`).
 */
const beforeLastOf: Readonly<Partial<Record<CallKind, string>>> = { chown: 'getattr', truncate: 'getattr' }

/** How many paths a call looks up to which nothing has to lead. */
const mayBeMissing: ReadonlySet<CallKind> = new Set(['mkdir', 'symlink'])

/**
 * A system call that was granted: the kernel takes it apart into requests, and all of them are carried out as the one
 * step that it is. No other writer comes in between.
 */
export class WholeCall {
  readonly thread: number
  readonly call: SystemCall
  /** What the request has given that the call was for; null as long as it has not come. */
  outcome: StepOutcome | null = null
  #isOver = false
  /** How many names the kernel has yet to look up: the same call, made again, begins with the first of them. */
  #namesLeft: number

  constructor(thread: number, call: SystemCall) {
    this.thread = thread
    this.call = call
    this.#namesLeft = call.paths
      .join('/')
      .split('/')
      .filter((name) => name !== '').length
  }

  /** Whether a request belongs to it. */
  takes({ header, body }: FuseRequest): boolean {
    if (this.#isOver || header.pid !== this.thread) return false
    const name = nameOf(body)
    if (name === 'lookup' && this.#namesLeft <= 0) return false
    const { kind } = this.call
    const isBefore = name === 'lookup' || name === 'readlink' || name === beforeLastOf[kind]
    return (isBefore || lastOf[kind].includes(name)) && callTextOf(this.thread) === this.call.text
  }

  /** Takes in what a request of it has given. */
  note({ body }: FuseRequest, { outcome, isAskedAgain = false }: Answer): void {
    const name = nameOf(body)
    if (name === 'lookup' && !isAskedAgain) this.#namesLeft -= 1
    // Where a symbolic link leads is more to look up.
    if (name === 'readlink') this.#namesLeft = Infinity
    if (lastOf[this.call.kind].includes(name)) {
      this.outcome = outcome
      this.#isOver = true
    } else if (isAskedAgain) return
    else if (outcome.error !== undefined && outcome.error !== 'ENOENT') this.#isOver = true
    else if (outcome.error === 'ENOENT' && !this.#goesOnWithout()) this.#isOver = true
  }

  /**
   * What came of it where the kernel has found the answer by itself, without the last request.
   *
   * @returns null where it should have asked
   */
  foreseen(client: Client): StepOutcome | null {
    const [first = '', second = ''] = this.call.paths.map((each) => each || '.')
    const { kind, flags } = this.call
    const mayNotReplace = kind === 'rename' && (flags & noReplace) !== 0
    if (mayNotReplace && client.foresee('lstat', { path: second }).kind === 'done') return { error: 'EEXIST' }
    if (
      kind === 'rename' &&
      (flags & exchange) !== 0 &&
      client.foresee('lstat', { path: second }).kind !== 'done'
    )
      return { error: 'ENOENT' }
    // Two names of one file: both stay, and the kernel asks for nothing.
    if (kind === 'rename' && isSame(client, first, second)) return {}
    const outcome = this.#foreseen(client, kind, first, second, flags)
    if (outcome.kind === 'failed') return { error: outcome.errno }
    // What lies elsewhere is not served: a symbolic link has led there.
    if (outcome === outside.outcome) return {}
    return outcome.kind === 'done' && (kind === 'access' || kind === 'stat' || kind === 'lstat') ? {} : null
  }

  #foreseen(client: Client, kind: CallKind, first: string, second: string, flags: number) {
    const path = { path: first }
    switch (kind) {
      case 'open':
        return client.foresee('open', { ...path, flags: flags & knownFlags, permissions: 0o600, handle: -1 })
      case 'mkdir':
        return client.foresee('mkdir', { ...path, permissions: 0o700 })
      case 'rename':
      case 'link':
        return client.foresee(kind, { from: path, to: { path: second } })
      case 'symlink':
        return client.foresee('symlink', { ...path, target: '.' })
      case 'truncate':
        return client.foresee('truncate', { ...path, length: 0 })
      case 'access':
        return client.foresee('access', { ...path, wanted: 0 })
      case 'chmod':
        return client.foresee('chmod', { ...path, permissions: 0o600 })
      case 'chown':
        return client.foresee('chown', { ...path, uid: -1, gid: -1 })
      case 'utimes':
        return client.foresee('utimes', { ...path, accessedNanos: 0n, modifiedNanos: 0n })
      default:
        return client.foresee(kind, path)
    }
  }

  /** Whether the kernel goes on where a name leads to nothing. */
  #goesOnWithout(): boolean {
    const { kind, flags } = this.call
    if (kind === 'open') return (flags & constants.O_CREAT) !== 0
    return mayBeMissing.has(kind) || kind === 'rename' || kind === 'link'
  }
}

function isSame(client: Client, first: string, second: string): boolean {
  const [one, other] = [first, second].map((path) => client.foresee('lstat', { path }))
  return one?.kind === 'done' && other?.kind === 'done' && one.result.number === other.result.number
}

const knownFlags =
  constants.O_CREAT |
  constants.O_EXCL |
  constants.O_TRUNC |
  constants.O_APPEND |
  constants.O_WRONLY |
  constants.O_RDWR |
  constants.O_DIRECTORY |
  constants.O_NOFOLLOW

function nameOf(body: Body): string {
  return body.op === 'plain' ? (body.opcode ?? '') : body.op
}
