import { constants } from 'node:fs'

const { O_APPEND, O_CREAT, O_DSYNC, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = constants

/** The bits of `Step.flags`: Node's letters, or names with bars between them. */
export function bitsOf(flags = 'r'): number {
  const access = /\+|O_RDWR/.test(flags) ? O_RDWR : /^[wa]|O_WRONLY/.test(flags) ? O_WRONLY : O_RDONLY
  return (
    access |
    (/^[wa]|O_CREAT/.test(flags) ? O_CREAT : 0) |
    (/^w|O_TRUNC/.test(flags) ? O_TRUNC : 0) |
    (/^a|O_APPEND/.test(flags) ? O_APPEND : 0) |
    (/x|O_EXCL/.test(flags) ? O_EXCL : 0) |
    (/s|O_SYNC/.test(flags) ? O_SYNC : 0) |
    (/O_DSYNC/.test(flags) ? O_DSYNC : 0)
  )
}
