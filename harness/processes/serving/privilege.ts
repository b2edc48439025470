/** What a process that mounts is started with. */
export interface Privilege {
  /** Before its command. */
  readonly prefix: readonly string[]
  /** Nobody is started with it any more. */
  close(): void
}

/** Of a process that mounts nothing, or may do so anyway. */
export const noPrivilege: Privilege = { prefix: [], close() {} }
