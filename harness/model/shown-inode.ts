/** What a look at an inode shows that the kernel decides by itself, or that only steps have moved. */
export interface ShownInode {
  readonly number: number
  /** Virtual times of its latest change and of its making, in milliseconds; absent where they are not known. */
  readonly changedMillis?: number | undefined
  readonly bornMillis?: number | undefined
}
