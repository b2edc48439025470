/** What can be seen of an entry beside its data; each that is absent is as the machine makes it. */
export interface EntryLooks {
  /** Permission bits with set-user-id, set-group-id and sticky. */
  readonly permissions?: number
  /** In seconds since 1970, as utimes(2) takes them. */
  readonly times?: { readonly accessed: number; readonly modified: number }
}

/** What a path is in a directory. */
export type TreeNode =
  | ({
      readonly kind: 'file'
      readonly bytes: Uint8Array
      /** An earlier path of the same file: a hard link. */
      readonly sameAs?: string
    } & EntryLooks)
  | ({ readonly kind: 'directory' } & EntryLooks)
  /** It leads `to` a path relative to the tree; `says` what it says itself, where that is a relative path. */
  | { readonly kind: 'symlink'; readonly to: string; readonly says?: string }

/** What a directory holds: by path relative to it, in order of paths, parents first. */
export type Tree = ReadonlyMap<string, TreeNode>
