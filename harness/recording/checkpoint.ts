import fs from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import type { Settings } from '../model/settings.ts'
import { replaceFile } from './output-dir.ts'
import { packageVersion } from './package-version.ts'
import { readTextBounded } from './read-bounded.ts'
import { hashOf } from './save.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const schema = v.strictObject({
  version: v.literal(1),
  /** All that decides what a search finds: where it differs, nothing of the file can be used. */
  of: v.string(),
  /** What writers took for random followed from it. */
  seed: count,
  oracles: v.record(v.string(), v.picklist(['holds', 'not-checked'])),
  /** Workloads that were searched completely, without a violation. */
  searched: v.array(
    v.strictObject({
      space: v.strictObject({
        writers: count,
        calls: count,
        sessions: count,
        unawaited: v.exactOptional(v.literal(true)),
        loads: v.exactOptional(v.literal(true)),
        faultsAtOnce: v.exactOptional(count),
      }),
      workload: count,
      of: count,
      executions: count,
      predicted: v.exactOptional(count),
      states: count,
    }),
  ),
})

/** How far a search has come, for a later call to go on from. */
export type Checkpoint = v.InferOutput<typeof schema>

/** Where a target's search keeps its checkpoint, and what that must agree with. */
export class CheckpointFile {
  readonly path: string
  readonly of: string

  /** @param target path of the target module */
  constructor(target: string, settings: Settings, oracles: readonly string[]) {
    const { writers, calls, sessions, faults, samePid, shard, runtime, outputDir } = settings
    const base = path.basename(target).replace(/(\.target)?\.[cm]?[jt]s$/, '')
    const sizes = { writers, calls, sessions, faults: faults ?? [], samePid, shard, runtime, oracles }
    const [node] = process.versions.node.split('.')
    this.of = JSON.stringify({ source: hashOf(target), onewriter: packageVersion(), node, ...sizes })
    this.path = path.join(outputDir, `${base}.checkpoint.json`)
  }

  /** Null where there is none; a string says why what is there does not fit. */
  load(): Checkpoint | string | null {
    let text: string
    try {
      text = readTextBounded(this.path)
    } catch {
      return null
    }
    let parsed
    try {
      parsed = v.safeParse(schema, JSON.parse(text))
    } catch {
      return 'it is no checkpoint'
    }
    if (!parsed.success) return 'it is no checkpoint of this version'
    return parsed.output.of === this.of
      ? parsed.output
      : 'the target, the settings or the versions have changed'
  }

  save(checkpoint: Omit<Checkpoint, 'version' | 'of'>): void {
    // Whoever is interrupted here leaves the earlier one.
    replaceFile(this.path, JSON.stringify({ version: 1, of: this.of, ...checkpoint }))
  }

  remove(): void {
    fs.rmSync(this.path, { force: true })
  }
}
