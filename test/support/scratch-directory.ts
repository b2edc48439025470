import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'

/** A directory of a test file's own; it is gone once its tests are over. */
export function scratchDirectory(name: string): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `${name}-`))
  afterAll(() => fs.rmSync(dir, { recursive: true }))
  return dir
}
