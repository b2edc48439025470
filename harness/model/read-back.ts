/** Reads the bytes of one file, whatever becomes of its name. */
export interface ReadBack {
  /** @returns null where it does not have so many, or they are more than is read */
  read(offset: number, bytes: number): Uint8Array | null
  /** All of them: valid until the next call. Null where they are more than is read. */
  whole(): Uint8Array | null
}

/** Opens a file by its path in the run directory; null where it cannot be read. */
export type OpenReader = (path: string) => ReadBack | null
