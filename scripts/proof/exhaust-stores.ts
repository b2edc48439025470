import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ProgressLine } from '../../harness/cli/progress.ts'
import { explore } from '../../harness/engine/explore/explore.ts'
import type { RunHooks } from '../../harness/model/settings.ts'
import type { RunOptions } from '../../harness/settings/schema.ts'
import { checkOptions } from '../../harness/settings/settings.ts'

type Row = (isGood: boolean, what: string, figure: string) => void

/** Reports that are asked with a specification or a load, mended. */
const mended = [
  'looks-at-the-tail',
  'appends-a-line-at-once',
  'updates-under-a-lock',
  'renews-its-backup-from-what-is-whole',
  'keeps-its-index-with-its-data',
  'loads-under-a-lock',
  'imports-aside',
  'removes-what-it-has-refused',
]
const sizes = [
  { writers: 2, calls: 1, sessions: 1 },
  { writers: 2, calls: 2, sessions: 1 },
]
/** Other spaces of the same size take their turns with the one that is asked for: a search ends once that is through. */
const limitMillis = 300_000

/** Every interleaving of two writers with one call each, and with two. */
export async function exhaustStores(test: string, row: Row): Promise<void> {
  console.log('\nstores with a specification, every interleaving of a size')
  const reports = mended.map((name) => path.join(test, 'reports/targets', `${name}.ts`))
  for (const target of [...reports, path.join(test, 'targets/trace-store.ts')])
    for (const size of sizes) await exhaust(target, size, row)
}

async function exhaust(target: string, size: (typeof sizes)[number], row: Row): Promise<void> {
  const outputDir = fs.mkdtempSync(path.join(os.tmpdir(), 'proof-stores-'))
  const line = new ProgressLine(process.stderr, 'execution')
  const hooks: RunHooks = { onProgress: (progress) => line.show(progress) }
  try {
    const options: RunOptions = {
      ...size,
      seed: 1,
      strategy: 'exhaustive',
      maxTime: `${limitMillis}ms`,
      outputDir,
    }
    const { exhausted, violations, problems, ...result } = await explore(
      target,
      checkOptions(options).settings,
      hooks,
    )
    const spaces = exhausted.map(({ writers, calls, sessions, unawaited, loads, executions, states }) => {
      const kind = `${unawaited ? ', un-awaited' : ''}${loads ? ', with a reader' : ''}`
      return `${writers} × ${calls}${sessions > 1 ? `, ${sessions} sessions` : ''}${kind}: ${states} states in ${executions}`
    })
    const isThrough = exhausted.some(({ unawaited, loads }) => !unawaited && !loads)
    const reasons = [...violations, ...problems].map(({ message }) => message)
    const seconds = `${(result.elapsedMs / 1000).toFixed(0)} s`
    row(
      isThrough && reasons.length === 0,
      `${path.basename(target, '.ts')}, ${size.writers} × ${size.calls}`,
      [...spaces, seconds, ...reasons].join('; '),
    )
  } finally {
    line.clear()
    fs.rmSync(outputDir, { recursive: true })
  }
}
