import { constants } from 'node:fs'
import path from 'node:path'
import type { Step } from '../../../model/step.ts'
import type { Client } from '../files/client.ts'
import { setFields } from '../fuse/opcodes.ts'
import type { BodyOf, FuseRequest } from '../fuse/requests.ts'
import type { SystemCall } from '../process/system-calls.ts'

type Named = Omit<Step, 'sync'>

const { O_APPEND, O_CREAT, O_DSYNC, O_EXCL, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = constants

/** Bits of open(2) as a step has them: names, and Node's letters where they say the same. */
function flagsText(bits: number): string {
  const has = (bit: number) => (bits & bit) === bit
  const access = has(O_RDWR) ? 'O_RDWR' : has(O_WRONLY) ? 'O_WRONLY' : 'O_RDONLY'
  const others = { O_CREAT, O_TRUNC, O_APPEND, O_EXCL, ...(has(O_SYNC) ? { O_SYNC } : { O_DSYNC }) }
  const text = [access, ...Object.entries(others).flatMap(([name, bit]) => (has(bit) ? name : []))].join('|')
  return letters[text] ?? text
}

const letters: Readonly<Record<string, string>> = {
  O_RDONLY: 'r',
  O_RDWR: 'r+',
  'O_WRONLY|O_CREAT|O_TRUNC': 'w',
  'O_RDWR|O_CREAT|O_TRUNC': 'w+',
  'O_WRONLY|O_CREAT|O_APPEND': 'a',
  'O_RDWR|O_CREAT|O_APPEND': 'a+',
  'O_WRONLY|O_CREAT|O_EXCL': 'wx',
  'O_RDWR|O_CREAT|O_EXCL': 'wx+',
}

/** A system call that begins with a path, as the one step that it is. */
export function stepOfCall({ kind, paths, flags, length }: SystemCall, client: Client): Named {
  const [first = '', second = ''] = paths.map((each) => each.replace(/\/$/, ''))
  switch (kind) {
    case 'open':
      return { op: 'open', path: first, flags: flagsText(flags), handle: client.handles.next() }
    case 'rename':
    case 'link':
      return { op: kind, path: first, to: second }
    case 'truncate':
      return { op: 'truncate', path: first, bytes: length }
    default:
      return { op: kind, path: first }
  }
}

/** What a request is as a step of its own; null where it decides nothing, and is answered at once. */
export function stepOfRequest({ header, body }: FuseRequest, client: Client): Named | null {
  const { nodes } = client
  const here = () => nodes.pathOf(header.node)
  const below = (name: string) => nodes.below(header.node, name)
  switch (body.op) {
    case 'lookup':
      return { op: 'lstat', path: below(body.name) }
    case 'create':
      return openStep(below(body.name), body.flags | O_CREAT, client)
    case 'open':
    case 'opendir':
      return openStep(here(), body.flags, client)
    case 'unlink':
    case 'rmdir':
    case 'mkdir':
      return { op: body.op, path: below(body.name) }
    case 'rename':
      return { op: 'rename', path: below(body.name), to: nodes.below(body.toNode, body.toName) }
    case 'link':
      return { op: 'link', path: nodes.pathOf(body.ofNode), to: below(body.name) }
    case 'symlink':
      return { op: 'symlink', path: body.target, to: below(body.name) }
    case 'access':
      return { op: 'access', path: here() }
    case 'readdir':
      return body.offset === 0 ? { op: 'readdir', path: here() } : null
    case 'setattr':
      return setStep(header.node, body, client)
    case 'plain':
      return plainStep(header.node, body, client)
    case 'flush':
      return client.locks.unlocks({ header, body }) ? stepOfHandle(body, client) : null
    default:
      return stepOfHandle(body, client)
  }
}

function openStep(at: string, flags: number, client: Client): Named {
  return { op: 'open', path: at, flags: flagsText(flags), handle: client.handles.next() }
}

function plainStep(node: number, { opcode }: BodyOf<'plain'>, client: Client): Named | null {
  if (opcode === 'readlink') return { op: 'readlink', path: client.nodes.pathOf(node) }
  if (opcode !== 'getattr') return null
  const open = client.handles.ofNode(node)
  return open
    ? { op: 'fstat', path: open.path, handle: open.handle }
    : { op: 'lstat', path: client.nodes.pathOf(node) }
}

function stepOfHandle(body: FuseRequest['body'], client: Client): Named | null {
  if (!('handle' in body)) return null
  const open = client.handles.at(body.handle)
  if (!open) return null
  const at = { path: open.path, handle: open.handle }
  switch (body.op) {
    case 'read':
      return { op: 'read', ...at, position: body.offset, bytes: body.bytes }
    case 'write': {
      const bytes = firstPieceBytes(body.data.length, open.appends)
      return { op: 'write', ...at, bytes, ...(!open.appends && { position: body.offset }) }
    }
    case 'fsync':
    case 'fsyncdir':
      return { op: body.dataOnly ? 'fdatasync' : 'fsync', ...at }
    case 'getlk':
      return { op: 'lock', ...at }
    case 'setlk':
    case 'setlkw':
      return { op: body.range.kind === 'none' ? 'unlock' : 'lock', ...at }
    case 'flush':
      return { op: 'unlock', ...at }
    default:
      return null
  }
}

/**
 * A write may be seen half done (write(2), BUGS), and so it is taken apart; with O_APPEND it is one step, whatever its
 * length (POSIX.1-2024, write).
 */
export function firstPieceBytes(bytes: number, appends: boolean): number {
  return appends ? bytes : Math.ceil(bytes / 2)
}

function setStep(node: number, { valid, size, handle }: BodyOf<'setattr'>, client: Client): Named {
  const has = (...fields: number[]) => fields.some((field) => (valid & field) !== 0)
  const named = has(setFields.handle) ? client.handles.at(handle) : undefined
  const open = named ?? client.handles.ofNode(node)
  const at = open ? { path: open.path, handle: open.handle } : { path: client.nodes.pathOf(node) }
  if (has(setFields.size)) return { op: 'truncate', ...at, bytes: size }
  if (has(setFields.uid, setFields.gid)) return { op: 'chown', ...at }
  if (has(setFields.mode)) return { op: 'chmod', ...at }
  return { op: 'utimes', ...at }
}

/** The target of a symbolic link relative to the directory that is served, as steps have it. */
export function targetOf(target: string, link: string, root: string): string {
  if (target.startsWith(`${root}/`)) return target.slice(root.length + 1)
  return target.startsWith('/') ? target : path.posix.join(path.posix.dirname(link), target)
}
