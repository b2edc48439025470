/**
 * A larger file is not read. No output of a call is that large, and it is read after every step that changes it.
 */
export const mostFileBytes = 32 * 1024 ** 2

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/** A size in words: `64 MiB`, `3.1 GiB`. */
export function formatBytes(bytes: number): string {
  let unit = 0
  let value = bytes
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${Number(value.toFixed(1))} ${units[unit]}`
}
