import fs from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { FuseDevice } from '../../harness/programs/served/fuse/device.ts'
import type { FuseRequest } from '../../harness/programs/served/fuse/requests.ts'
import { Mount } from '../../harness/programs/served/mount.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const scratch = scratchDirectory('mounts')
const canServe = whyNotServed() === null
afterEach(() => vi.restoreAllMocks())

/** Mounts, and reads the first look at what is mounted, which nobody will ever answer. */
function mountWithoutAnswer(): { readonly device: FuseDevice; readonly holder: number } {
  const read: (this: FuseDevice) => FuseRequest | null = Reflect.get(FuseDevice.prototype, 'read')
  const reads = vi.spyOn(FuseDevice.prototype, 'read').mockImplementation(function (this: FuseDevice) {
    const request = read.call(this)
    if (request?.body.op === 'plain' && request.body.opcode === 'getattr') throw new Error('killed here')
    return request
  })
  let holder = 0
  expect(() => new Mount(scratch, (pid) => (holder = pid))).toThrow('killed here')
  return { device: reads.mock.contexts[0] as FuseDevice, holder }
}

/** One letter, as proc_pid_status(5) has them; Z where it has ended, whether or not somebody has waited for it. */
function stateOf(pid: number): string {
  try {
    return /^State:\t(\w)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 'Z'
  } catch {
    return 'Z'
  }
}

test.runIf(canServe)('who is killed before the first look is answered leaves nobody behind', async () => {
  const { device, holder } = mountWithoutAnswer()
  expect(stateOf(holder)).toMatch(/[DS]/)
  // As the end of a process does it.
  device.close()
  await vi.waitFor(() => expect(stateOf(holder)).toBe('Z'), { timeout: 20_000, interval: 20 })
})
