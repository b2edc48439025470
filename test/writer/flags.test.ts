import { constants } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitsOf } from '../../harness/filesystem/shadow/flags.ts'
import { flagLetters } from '../../harness/writer/fs/flags.ts'

const { O_APPEND, O_CREAT, O_DSYNC, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = constants

test('the flags of an open are the same in letters', () => {
  const access = fc.constantFrom(O_RDONLY, O_WRONLY, O_RDWR)
  const others = fc.subarray([O_APPEND, O_CREAT, O_DSYNC, O_EXCL, O_SYNC, O_TRUNC])
  fc.assert(
    fc.property(access, others, (first, more) => {
      const bits = more.reduce((all, bit) => all | bit, first)
      const isMade = (bits & O_EXCL) !== 0 && (bits & (O_CREAT | O_APPEND)) === O_CREAT
      // What was just made has nothing to truncate.
      expect(bitsOf(flagLetters(bits)) & ~(isMade ? O_TRUNC : 0)).toBe(bits & ~(isMade ? O_TRUNC : 0))
    }),
    { numRuns: 1000 },
  )
})
