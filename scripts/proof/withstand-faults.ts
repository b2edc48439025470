import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ProgressLine } from '../../harness/cli/progress.ts'
import { explore } from '../../harness/engine/explore/explore.ts'
import { faultNames, type FaultName, type RunHooks } from '../../harness/model/settings.ts'
import type { RunOptions } from '../../harness/settings/schema.ts'
import { checkOptions } from '../../harness/settings/settings.ts'
import { ControllerDescriptors } from '../processes/controller-descriptors.ts'
import { controlledWriters, controllers } from '../processes/own-processes.ts'
import { ResidentMemory } from '../processes/resident-memory.ts'

type Row = (isGood: boolean, what: string, figure: string) => void

const sizes = [
  { writers: 2, calls: 1, sessions: 1 },
  { writers: 1, calls: 3, sessions: 1 },
] as const

/** A search also tries calls that are not awaited, once it is through with those that are: that is not asked here. */
const furtherPhase = / un-awaited/
/** Writers come and go, and collect their garbage when they like. */
const mostGrowth = 1.5

/** Controllers report in turn: after so many in a row, all are there. */
const reportsToAll = 100

/** One fault of a kind at every step of every interleaving of every workload of a size. */
export async function exhaustFaults(exporter: string, seed: number, row: Row): Promise<void> {
  console.log('\nthe exporter, one fault of a kind at every step of every workload of a size')
  for (const size of sizes)
    for (const fault of faultNames) {
      const isThrough = new AbortController()
      let further = 0
      const onProgress: RunHooks['onProgress'] = ({ phase }) => {
        further = furtherPhase.test(phase) ? further + 1 : 0
        if (further > reportsToAll) isThrough.abort()
      }
      const options: RunOptions = { ...size, seed, strategy: 'exhaustive', faults: [fault] }
      const result = await inDirectory(exporter, options, { onProgress, signal: isThrough.signal })
      const space = result.exhausted.find(
        ({ unawaited = false, faults }) => !unawaited && faults.includes(fault),
      )
      const reasons = [...result.violations, ...result.problems].map(({ message }) => message)
      const figure = space
        ? `${space.executions} executions, ${space.states} states, ${result.faults[fault] ?? 0} faults`
        : `not exhausted in ${result.executions} executions`
      const seconds = `${(result.elapsedMs / 1000).toFixed(0)} s`
      row(
        space !== undefined && reasons.length === 0,
        `${fault}, ${size.writers} × ${size.calls}`,
        [figure, seconds, ...reasons].join('; '),
      )
    }
}

/** Up to three faults in each execution, of generated sizes; what is left behind of so many is nothing. */
export async function sampleFaults(
  exporter: string,
  { seed, executions, faults }: { seed: number; executions: number; faults: readonly FaultName[] },
  row: Row,
): Promise<void> {
  console.log(`\nthe exporter, up to three faults in each of ${executions} executions: ${faults.join(', ')}`)
  // What is opened once, at the first run, is no leak.
  await inDirectory(exporter, { seed, executions: 20, faults: [...faults] }, {})
  const before = fs.readdirSync('/proc/self/fd').length
  const descriptors = new ControllerDescriptors()
  const memory = new ResidentMemory()
  const onProgress: RunHooks['onProgress'] = (progress) => {
    descriptors.sample(progress.executions)
    memory.sample(progress.executions)
  }
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'proof-faults-'))
  const options: RunOptions = { seed, executions, faults: [...faults], dir: root }
  const result = await inDirectory(exporter, options, { onProgress })
  const reasons = [...result.violations, ...result.problems].map(({ message }) => message)
  const counts = Object.entries(result.faults).map(([kind, count]) => `${kind} ${count}`)
  row(result.verdict === 'holds', result.verdict, [`${result.executions} executions`, ...reasons].join('; '))
  row(counts.length >= faults.length, 'injected', counts.join(', '))
  const left = fs.readdirSync(root)
  row(left.length === 0, 'directories left', String(left.length))
  const running = controllers().length + controlledWriters().length
  row(running === 0, 'processes left', String(running))
  const after = fs.readdirSync('/proc/self/fd').length
  row(after <= before, 'descriptors of the harness before and after', `${before} and ${after}`)
  const tenth = executions / 10
  const [first, last] = descriptors.firstAndLast(tenth)
  row(last <= first, 'descriptors of a controller after a tenth and at the end', `${first} and ${last}`)
  // At the very end, one controller is through before the other.
  const span = [tenth, executions - tenth]
  row(memory.growth(span) < mostGrowth, 'memory', memory.table(span))
  fs.rmSync(root, { recursive: true })
}

async function inDirectory(target: string, options: RunOptions, { onProgress, signal }: RunHooks) {
  const outputDir = fs.mkdtempSync(path.join(os.tmpdir(), 'proof-out-'))
  const line = new ProgressLine(process.stderr, 'execution')
  const hooks: RunHooks = {
    signal,
    onProgress: (progress) => {
      onProgress?.(progress)
      line.show(progress)
    },
  }
  try {
    return await explore(target, checkOptions({ maxTime: '24h', outputDir, ...options }).settings, hooks)
  } finally {
    line.clear()
    fs.rmSync(outputDir, { recursive: true })
  }
}
