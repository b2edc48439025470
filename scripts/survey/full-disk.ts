/**
 * What a library does on a disk that fills up, with nothing of the harness about: Linux itself takes fewer bytes than it
 * was given. https://man7.org/linux/man-pages/man2/write.2.html
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { root } from './libraries.ts'

/** Of a tmpfs; pages have 4,096 bytes. */
const diskBytes = 64 * 1024
const freeBytes = 3 * 4096
/** It needs more than is left, and more than is left once the earlier document is gone. */
export const documentBytes = 20_000

/** What came of a call that overwrote an earlier document. */
export interface FullDisk {
  readonly name: string
  /** Null where it was acknowledged; else the code that it was rejected with. */
  readonly error: string | null
  readonly holds: 'earlier' | 'own' | 'nothing' | 'part' | 'no file'
  /** What the file holds. */
  readonly bytes: number
}

/**
 * Asks each library, on a disk of its own in a mount namespace of its own. Needs to be root on Linux.
 *
 * @throws where nothing can be mounted.
 */
export async function onFullDisks(names: readonly string[]): Promise<FullDisk[]> {
  const found: FullDisk[] = []
  for (const name of names) {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'full-disk-'))
    try {
      const mount = `mount -t tmpfs -o size=${diskBytes} full-disk "$0" && exec "$@"`
      const call = [process.execPath, path.join(root, 'dist/scripts/survey/full-disk-call.js'), name, dir]
      const { stdout } = await execa('unshare', ['-m', '--', 'sh', '-c', mount, dir, ...call])
      found.push(JSON.parse(stdout) as FullDisk)
    } finally {
      fs.rmdirSync(dir)
    }
  }
  return found
}

/** Leaves so much of a disk, and takes the rest. */
export function fill(dir: string): void {
  const { bavail, bsize } = fs.statfsSync(dir)
  fs.writeFileSync(path.join(dir, 'full'), Buffer.alloc(bavail * bsize - freeBytes))
}
