/** One call of a library on a disk that is nearly full. `full-disk-call.js NAME DIR` */
import fs from 'node:fs'
import { pathToFileURL } from 'node:url'
import { documentOf } from '../../harness/model/document.ts'
import type { CallContext } from '../../harness/model/target.ts'
import { loadTarget } from '../../harness/writer/load-target.ts'
import { documentBytes, fill, type FullDisk } from './full-disk.ts'
import { targetOf } from './libraries.ts'

const [name = '', dir = ''] = process.argv.slice(2)
const session = 's1'
const target = await loadTarget(pathToFileURL(targetOf(name)).href)
const opened = await target.open({ dir, writer: 1 })
const [call] = Object.values(opened.calls) as ((context: CallContext) => unknown)[]
const saved = opened.file?.(session) ?? ''

await call?.(contextOf(100))
const earlier = fs.readFileSync(saved)
fill(dir)
const error = await failureOf(async () => call?.(contextOf(documentBytes)))
const held = fs.existsSync(saved) ? fs.readFileSync(saved) : null
process.stdout.write(
  JSON.stringify({ name, error, holds: holdsOf(held), bytes: held?.length ?? 0 } satisfies FullDisk),
)

function contextOf(payloadBytes: number): CallContext {
  const document = documentOf({ writer: 1, call: 1 }, { session, payloadBytes })
  return { session, document, text: JSON.stringify(document) }
}

async function failureOf(asked: () => Promise<unknown>): Promise<string | null> {
  try {
    await asked()
    return null
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code ?? String(thrown)
  }
}

function holdsOf(bytes: Buffer | null): FullDisk['holds'] {
  if (!bytes) return 'no file'
  if (bytes.length === 0) return 'nothing'
  if (bytes.equals(earlier)) return 'earlier'
  return bytes.length > documentBytes ? 'own' : 'part'
}
