import fs from 'node:fs'
import path from 'node:path'

/** What an application does at its next start, when nobody else runs: whatever lock or temporary file is there, nobody needs. */
export function removeLeftovers(dir: string): void {
  for (const name of fs.readdirSync(dir))
    if (/\.(lock|tmp)$/.test(name)) fs.rmSync(path.join(dir, name), { recursive: true })
}
