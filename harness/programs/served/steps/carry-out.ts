import type { Answer } from '../files/answer.ts'
import type { Client } from '../files/client.ts'
import { statfsBody, refusal, reply } from '../fuse/replies.ts'
import type { FuseRequest } from '../fuse/requests.ts'

/**
 * Carries out a request in the store.
 *
 * @param handle how its step names what it opens
 */
export function carryOut(request: FuseRequest, client: Client, handle: number): Answer {
  const { body } = request
  switch (body.op) {
    case 'lookup':
      return client.lookup(request, body.name)
    case 'create':
      return client.create(request, body, handle)
    case 'open':
    case 'opendir':
      return client.open(request, body.flags, handle)
    case 'read':
      return client.read(request, { ...body, op: 'read' })
    case 'readdir':
      return client.readdir(request, { ...body, op: 'readdir' })
    case 'unlink':
    case 'rmdir':
      return client.unlink(request, body.op, body.name)
    case 'mkdir':
      return client.mkdir(request, body)
    case 'rename':
      return client.rename(request, body)
    case 'link':
      return client.link(request, body)
    case 'symlink':
      return client.symlink(request, body)
    case 'access':
      return client.access(request, body.wanted)
    case 'setattr':
      return client.setattr(request, body)
    case 'fsync':
    case 'fsyncdir':
      return client.fsync(request, body)
    case 'setlk':
    case 'setlkw':
      return client.locks.carryOut(request, { ...body, op: body.op })
    case 'getlk':
      return client.locks.look(request, { ...body, op: 'getlk' })
    case 'flush':
      return { message: reply(request.header.unique), outcome: client.locks.flush(request, body) }
    default:
      return carryOutPlain(request, client)
  }
}

function carryOutPlain(request: FuseRequest, client: Client): Answer {
  const { header, body } = request
  if (body.op === 'plain' && body.opcode === 'getattr') return client.getattr(request)
  if (body.op === 'plain' && body.opcode === 'readlink') return client.readlink(request)
  return { message: refusal(header.unique, 'ENOSYS'), outcome: { error: 'ENOSYS' } }
}

/**
 * Answers what decides nothing and is no step.
 *
 * @returns null where the kernel waits for no answer
 */
export function answerNoise(request: FuseRequest, client: Client): Buffer | null {
  const { header, body } = request
  switch (body.op) {
    case 'release':
    case 'releasedir':
      client.locks.release({ ...body, op: 'release' })
      client.release(body.handle)
      return reply(header.unique)
    case 'flush':
      client.locks.flush(request, body)
      return reply(header.unique)
    case 'readdir':
      return client.readdir(request, { ...body, op: 'readdir' }).message
    case 'interrupt':
      return null
    case 'plain':
      return answerPlain(request)
    default:
      // Of what is not open, or not there any more.
      return refusal(header.unique, 'EBADF')
  }
}

function answerPlain({ header, body }: FuseRequest): Buffer | null {
  const opcode = body.op === 'plain' ? body.opcode : null
  switch (opcode) {
    case 'forget':
    case 'batchForget':
      return null
    case 'statfs':
      return reply(header.unique, statfsBody())
    case 'destroy':
      return reply(header.unique)
    case 'ioctl':
      return refusal(header.unique, 'ENOTTY')
    case 'mknod':
      return refusal(header.unique, 'EPERM')
    default:
      return refusal(header.unique, 'ENOSYS')
  }
}
