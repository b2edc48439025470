/** What a path is in a directory. */
export type TreeNode =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'directory' }
  | { readonly kind: 'symlink'; readonly to: string }

/** What a directory holds: by path relative to it, in order of paths, parents first. */
export type Tree = ReadonlyMap<string, TreeNode>
