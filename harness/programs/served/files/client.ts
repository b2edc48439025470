import { constants } from 'node:fs'
import type { Asker } from '../../../filesystem/draft/draft.ts'
import { isTime, type InodeNumber } from '../../../filesystem/inode.ts'
import { bytesOf } from '../../../filesystem/names.ts'
import { valueAt } from '../../../filesystem/ordered-map.ts'
import type { Outcome } from '../../../filesystem/outcome.ts'
import type { AtHandle, AtInode, FileOperation, Requests } from '../../../filesystem/requests.ts'
import type { ListedEntry, Results, Stats } from '../../../filesystem/results.ts'
import { virtualStartMillis } from '../../../model/clock.ts'
import type { StepOutcome } from '../../../model/step.ts'
import { noReplace, setFields } from '../fuse/opcodes.ts'
import {
  attributesBody,
  entriesBody,
  entryBody,
  openBody,
  refusal,
  reply,
  writtenBody,
} from '../fuse/replies.ts'
import type { BodyOf, FuseRequest } from '../fuse/requests.ts'
import type { Answer } from './answer.ts'
import { Handles } from './handles.ts'
import { LockClient } from './lock-client.ts'
import { Nodes } from './nodes.ts'
import type { SharedFiles } from './shared-files.ts'

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW } = constants
/** `__FMODE_EXEC`: the kernel's own, where a program is started from the file. */
const executes = 0x20

/** One writer's side of the shared files: what the kernel asks for, carried out in the store. */
export class Client {
  readonly nodes = new Nodes()
  readonly #files: SharedFiles
  readonly handles = new Handles()
  readonly locks: LockClient
  #writer = 0
  /** Virtual time. */
  nowNanos = 0n

  constructor(files: SharedFiles) {
    this.#files = files
    this.locks = new LockClient(this.nodes, files.locks, () => this.#writer)
  }

  /** An execution begins. */
  reset(writer: number): void {
    this.#writer = writer
    if (writer === 1) this.#files.begin()
    this.nowNanos = BigInt(virtualStartMillis) * 1_000_000n
    this.nodes.reset()
    this.handles.reset()
  }

  /** What an operation would give to this writer. */
  foresee<Op extends FileOperation>(op: Op, request: Requests[Op]): Outcome<Results[Op]> {
    return this.#files.foresee(op, this.#asker, request)
  }

  /** What the kernel calls that to which a path leads, a symbolic link itself; null where it knows nothing of it. */
  nodeAt(path: string): number | null {
    const found = this.foresee('lstat', { path: path || '.' })
    return found.kind === 'done' ? this.nodes.knownNumberOf(found.result.number) : null
  }

  /** It is gone, and what it had open is closed. */
  end(): void {
    this.#files.end(this.#writer)
    this.handles.reset()
  }

  lookup({ header, body }: FuseRequest, name: string): Answer {
    const from = this.nodes.inodeOf(header.node)
    if (from === undefined) return this.#fail({ header, body }, 'ESTALE')
    const found = this.#perform('lstat', { path: name, from })
    if (found.kind !== 'done') {
      const isAskedAgain = this.nodes.tell(header.node, name, null)
      return { ...this.#fail({ header, body }, errorIn(found)), isAskedAgain }
    }
    const { message, isAskedAgain } = this.#entry(header.node, name, found.result)
    return { ...this.#succeed({ header, body }, message), isAskedAgain }
  }

  /**
   * Whether the kernel takes an error for a sign that it should forget a name, and asks for it once more, instead of
   * passing the error on (`fuse_dentry_revalidate`).
   */
  forgets({ header, body }: FuseRequest, code: string): boolean {
    if (body.op !== 'lookup' || code === 'ENOMEM' || code === 'EINTR') return false
    return this.nodes.tell(header.node, body.name, null)
  }

  getattr(request: FuseRequest): Answer {
    const inode = this.nodes.inodeOf(request.header.node)
    const found = inode === undefined ? null : this.#statsOf(inode)
    return found ? this.#succeed(request, attributesBody(this.#shown(found))) : this.#fail(request, 'ESTALE')
  }

  /** @param handle as the step has it */
  create(request: FuseRequest, { name, mode, flags }: BodyOf<'create'>, handle: number): Answer {
    const from = this.nodes.inodeOf(request.header.node)
    if (from === undefined) return this.#fail(request, 'ESTALE')
    // The kernel follows symbolic links by itself.
    const wanted = (flags & ~executes) | O_CREAT | O_NOFOLLOW
    const opened = this.#perform('open', {
      path: name,
      from,
      flags: wanted,
      permissions: mode & 0o7777,
      handle,
    })
    if (opened.kind !== 'done') return this.#fail(request, errorIn(opened))
    const path = this.nodes.below(request.header.node, name)
    const found = this.#perform('lstat', { path: name, from })
    if (found.kind !== 'done') return this.#fail(request, errorIn(found))
    const { message, node } = this.#entry(request.header.node, name, found.result)
    const body = Buffer.concat([message, openBody(this.handles.add({ handle, node, path, flags }))])
    return this.#succeed(request, body, madeBy(found.result))
  }

  open(request: FuseRequest, flags: number, handle: number): Answer {
    const { node } = request.header
    const inode = this.nodes.inodeOf(node)
    if (inode === undefined) return this.#fail(request, 'ESTALE')
    const wanted = flags & ~executes & ~O_CREAT & ~O_EXCL & ~O_NOFOLLOW
    const opened = this.#perform('open', { inode, flags: wanted, permissions: 0, handle })
    if (opened.kind !== 'done') return this.#fail(request, errorIn(opened))
    const isDirectory = (flags & O_DIRECTORY) !== 0
    const number = this.handles.add({ handle, node, path: this.nodes.pathOf(node), flags })
    return this.#succeed(request, openBody(number, isDirectory))
  }

  read(request: FuseRequest, { handle, offset, bytes }: BodyOf<'read'>): Answer {
    const at = this.#handleOf(handle)
    const found = at && this.#perform('read', { ...at, bytes, position: offset })
    if (found?.kind !== 'done') return this.#fail(request, errorIn(found))
    const { data } = found.result
    return this.#succeed(request, Buffer.from(data), { bytes: data.length })
  }

  /** A part of a write, without telling the kernel. */
  write({ handle, offset }: BodyOf<'write'>, data: Uint8Array, done: number): StepOutcome {
    const at = this.#handleOf(handle)
    const written = at && this.#perform('write', { ...at, data, position: offset + done })
    if (written?.kind !== 'done') return { error: errorIn(written) }
    return { bytes: written.result.bytes }
  }

  written(request: FuseRequest, bytes: number): Buffer {
    return reply(request.header.unique, writtenBody(bytes))
  }

  readdir(request: FuseRequest, { handle, offset, bytes }: BodyOf<'readdir'>): Answer {
    const open = this.handles.at(handle)
    const inode = this.nodes.inodeOf(request.header.node)
    if (!open || inode === undefined) return this.#fail(request, 'EBADF')
    if (offset === 0) {
      const found = this.#perform('readdir', { inode })
      if (found.kind !== 'done') return this.#fail(request, errorIn(found))
      open.list = found.result.entries.map((entry) => this.#numbered(inode, entry))
    }
    return this.#succeed(request, entriesBody(open.list ?? [], offset, bytes))
  }

  fsync(request: FuseRequest, { handle, dataOnly }: BodyOf<'fsync' | 'fsyncdir'>): Answer {
    const at = this.#handleOf(handle)
    const synced = at && this.#perform(dataOnly ? 'fdatasync' : 'fsync', at)
    return this.#plainly(request, synced ?? null)
  }

  unlink(request: FuseRequest, op: 'unlink' | 'rmdir', name: string): Answer {
    const { node } = request.header
    const removed = this.#at(request, node, (from) => this.#perform(op, { path: name, from }))
    if (removed.outcome.error === undefined) this.nodes.tell(node, name, null)
    return removed
  }

  mkdir(request: FuseRequest, { name, mode }: BodyOf<'mkdir'>): Answer {
    const { node } = request.header
    const made = this.#at(request, node, (from) =>
      this.#perform('mkdir', { path: name, from, permissions: mode & 0o7777 }),
    )
    return this.#withEntry(request, made, name)
  }

  symlink(request: FuseRequest, { name, target }: BodyOf<'symlink'>): Answer {
    const made = this.#at(request, request.header.node, (from) =>
      this.#perform('symlink', { path: name, from, target }),
    )
    return this.#withEntry(request, made, name)
  }

  link(request: FuseRequest, { ofNode, name }: BodyOf<'link'>): Answer {
    const made = this.#at(request, request.header.node, (from) =>
      this.#perform('link', { from: { path: this.nodes.pathOf(ofNode) }, to: { path: name, from } }),
    )
    return this.#withEntry(request, made, name)
  }

  rename(request: FuseRequest, { name, toNode, toName, flags }: BodyOf<'rename'>): Answer {
    if ((flags & ~noReplace) !== 0) return this.#fail(request, 'EINVAL')
    const toFrom = this.nodes.inodeOf(toNode)
    if (toFrom === undefined) return this.#fail(request, 'ESTALE')
    const to = { path: toName, from: toFrom }
    if (flags === noReplace && this.foresee('lstat', to).kind === 'done') return this.#fail(request, 'EEXIST')
    const { node } = request.header
    const moved = this.#at(request, node, (from) =>
      this.#perform('rename', { from: { path: name, from }, to }),
    )
    if (moved.outcome.error !== undefined) return moved
    this.nodes.tell(toNode, toName, this.nodes.toldOf(node, name))
    this.nodes.tell(node, name, null)
    return moved
  }

  readlink(request: FuseRequest): Answer {
    const inode = this.nodes.inodeOf(request.header.node)
    const found = inode === undefined ? null : this.#perform('readlink', { inode })
    if (found?.kind !== 'done') return this.#fail(request, errorIn(found))
    return this.#succeed(request, bytesOf(found.result.target))
  }

  /** A look that asks for rights. */
  access(request: FuseRequest, wanted: number): Answer {
    const path = this.nodes.pathOf(request.header.node)
    return this.#plainly(request, this.#perform('access', { path: path || '.', wanted }))
  }

  setattr(request: FuseRequest, body: BodyOf<'setattr'>): Answer {
    const inode = this.nodes.inodeOf(request.header.node)
    if (inode === undefined) return this.#fail(request, 'ESTALE')
    const { valid } = body
    const open = (valid & setFields.handle) === 0 ? undefined : this.#handleOf(body.handle)
    const outcome = this.#setAttributes({ inode }, open, body)
    if (outcome && outcome.kind !== 'done') return this.#fail(request, errorIn(outcome))
    const stats = this.#statsOf(inode)
    if (!stats) return this.#fail(request, 'ESTALE')
    const dated = `${millisOf(stats.accessedNanos)} ${millisOf(stats.modifiedNanos)}`
    const isDated = (valid & (setFields.accessed | setFields.modified)) !== 0
    return this.#succeed(request, attributesBody(this.#shown(stats)), {
      ...(wasGiven(valid) && madeBy(stats)),
      ...(isDated && { dated }),
    })
  }

  /** The kernel has let go of what it had opened. */
  release(handle: number): void {
    const at = this.#handleOf(handle)
    if (at) this.#perform('close', at)
    this.handles.remove(handle)
  }

  #setAttributes(at: AtInode, open: AtHandle | undefined, body: BodyOf<'setattr'>): Outcome<unknown> | null {
    const { valid } = body
    const has = (field: number) => (valid & field) !== 0
    let last: Outcome<unknown> | null = null
    if (has(setFields.size)) last = this.#perform('truncate', { ...(open ?? at), length: body.size })
    if (has(setFields.uid) || has(setFields.gid))
      last = this.#perform('chown', {
        ...at,
        uid: has(setFields.uid) ? body.uid : -1,
        gid: has(setFields.gid) ? body.gid : -1,
      })
    if (has(setFields.mode) && !has(setFields.size))
      last = this.#perform('chmod', { ...at, permissions: body.mode & 0o7777 })
    if (has(setFields.accessed) || has(setFields.modified)) last = this.#setTimes(at, body)
    return last
  }

  #setTimes(at: AtInode, { valid, ...body }: BodyOf<'setattr'>): Outcome<unknown> {
    const before = this.#statsOf(at.inode)
    const chosen = (set: number, now: number, given: bigint, kept: bigint) =>
      (valid & set) === 0 ? kept : (valid & now) === 0 ? given - this.#files.aheadNanos : this.nowNanos
    return this.#perform('utimes', {
      ...at,
      accessedNanos: chosen(
        setFields.accessed,
        setFields.accessedNow,
        body.accessedNanos,
        before?.accessedNanos ?? 0n,
      ),
      modifiedNanos: chosen(
        setFields.modified,
        setFields.modifiedNow,
        body.modifiedNanos,
        before?.modifiedNanos ?? 0n,
      ),
    })
  }

  get #asker(): Asker {
    return { writer: this.#writer, nowNanos: this.nowNanos }
  }

  #perform<Op extends FileOperation>(op: Op, request: Requests[Op]): Outcome<Results[Op]> {
    return this.#files.perform(op, this.#asker, request)
  }

  #at(request: FuseRequest, node: number, work: (from: InodeNumber) => Outcome<unknown>): Answer {
    const from = this.nodes.inodeOf(node)
    return from === undefined ? this.#fail(request, 'ESTALE') : this.#plainly(request, work(from))
  }

  #plainly(request: FuseRequest, outcome: Outcome<unknown> | null): Answer {
    return outcome?.kind === 'done'
      ? this.#succeed(request, undefined)
      : this.#fail(request, errorIn(outcome))
  }

  /** What was made, with its entry, or why it was not. */
  #withEntry(request: FuseRequest, made: Answer, name: string): Answer {
    const from = this.nodes.inodeOf(request.header.node)
    if (made.outcome.error !== undefined || from === undefined) return made
    const found = this.#perform('lstat', { path: name, from })
    if (found.kind !== 'done') return this.#fail(request, errorIn(found))
    const { message } = this.#entry(request.header.node, name, found.result)
    return this.#succeed(request, message, madeBy(found.result))
  }

  #entry(directory: number, name: string, stats: Stats) {
    const node = this.nodes.numberOf(stats.number, this.nodes.below(directory, name))
    return {
      message: entryBody(node, this.#shown(stats)),
      node,
      isAskedAgain: this.nodes.tell(directory, name, node),
    }
  }

  /** As the machine's clock would have it. */
  #shown(stats: Stats): Stats {
    const shown = (nanos: bigint) => (isTime(nanos) ? nanos + this.#files.aheadNanos : 0n)
    return {
      ...stats,
      accessedNanos: shown(stats.accessedNanos),
      modifiedNanos: shown(stats.modifiedNanos),
      changedNanos: shown(stats.changedNanos),
    }
  }

  #statsOf(inode: InodeNumber): Stats | null {
    if (valueAt(this.#files.store.inodes, inode) === undefined) return null
    const found = this.#perform('fstat', { inode })
    return found.kind === 'done' ? found.result : null
  }

  #numbered(directory: InodeNumber, { name, kind }: ListedEntry) {
    const inode = valueAt(this.#files.store.inodes, directory)
    return { name, kind, number: inode?.kind === 'directory' ? (valueAt(inode.entries, name) ?? 0) : 0 }
  }

  #handleOf(kernelHandle: number): AtHandle | undefined {
    const open = this.handles.at(kernelHandle)
    return open && { handle: open.handle }
  }

  #succeed({ header }: FuseRequest, body: Buffer | undefined, outcome: StepOutcome = {}): Answer {
    return { message: reply(header.unique, body), outcome }
  }

  #fail({ header }: FuseRequest, error: string): Answer {
    return { message: refusal(header.unique, error), outcome: { error } }
  }
}

/** What the store does not know is an error for the caller: nothing was changed. */
function errorIn(outcome: Outcome<unknown> | null | undefined): string {
  return outcome?.kind === 'failed' ? outcome.errno : outcome ? 'EIO' : 'EBADF'
}

function madeBy({ permissions, uid, gid }: Stats): StepOutcome {
  return { made: `${permissions} ${uid} ${gid}` }
}

function wasGiven(valid: number): boolean {
  return (valid & (setFields.mode | setFields.uid | setFields.gid)) !== 0
}

function millisOf(nanos: bigint): number {
  return Number(nanos) / 1e6
}
