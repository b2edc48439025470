import { emptyStore, stepCredentials } from '../../../filesystem/store.ts'
import { operations } from '../../../filesystem/operations.ts'
import { maxWriteBytes, type FuseDevice } from './device.ts'
import { initFlags } from './opcodes.ts'
import { attributesBody, initBody, refusal, reply, statfsBody } from './replies.ts'
import type { BodyOf, FuseRequest } from './requests.ts'

/** Answers what the kernel asks while it mounts: who serves, and a look at the empty directory. */
export function greet(device: FuseDevice, { header, body }: FuseRequest): void {
  if (body.op === 'init') device.write(reply(header.unique, welcome(body)))
  else if (body.op === 'plain' && body.opcode === 'getattr')
    device.write(reply(header.unique, attributesBody(emptyRoot)))
  else if (body.op === 'plain' && body.opcode === 'statfs') device.write(reply(header.unique, statfsBody()))
  else if (!isUnanswered(body)) device.write(refusal(header.unique, 'ENOSYS'))
}

/** What the kernel and this server can both do. */
function welcome({ readAheadBytes, flags }: BodyOf<'init'>): Buffer {
  const wanted = Object.values(initFlags).reduce((all, each) => all | each, 0)
  return initBody({ readAheadBytes, flags: flags & wanted, maxWriteBytes })
}

/** Whether the kernel waits for no answer, and would take one amiss. */
function isUnanswered(body: FuseRequest['body']): boolean {
  if (body.op === 'interrupt') return true
  return body.op === 'plain' && (body.opcode === 'forget' || body.opcode === 'batchForget')
}

/** It belongs to who serves it: in a user namespace, the kernel takes a stranger's for one that may not be written. */
const { outcome } = operations.lstat.perform(
  emptyStore({ credentials: stepCredentials }),
  { writer: 0, nowNanos: 0n },
  { path: '.' },
)
if (outcome.kind !== 'done') throw new Error('an empty store should have a root')
const emptyRoot = outcome.result
