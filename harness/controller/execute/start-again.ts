import { Shadow } from '../../filesystem/shadow/shadow.ts'
import type { CanonicalNames } from '../../model/canonical-names.ts'
import { Aliases } from '../../model/aliases.ts'
import { withoutDir, type ExecutionRecord } from '../../model/record.ts'
import type { Scheduler } from '../../model/strategy.ts'
import type { Tree } from '../../model/tree.ts'
import type { Execution, RunningOptions } from './execution.ts'
import { ExecutionState } from './execution-state.ts'
import type { NextStart } from './next-start.ts'
import { clearedAfter, decide } from './execute.ts'
import { Loader, type Load } from './loader.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import { Running } from './running.ts'
import { Standing } from './standing.ts'

export interface StartAgainOptions extends Pick<RunningOptions, 'isDated' | 'lasting' | 'witness'> {
  /** Empty; left empty. */
  readonly dir: RunDirectory
  /** In which nothing is yet; default: one that is made for the directory. */
  readonly shadow?: Shadow
  /** What is on disk. */
  readonly tree: Tree
  /** Of the execution that was cut off: see `Execution.names`. */
  readonly names: CanonicalNames
  /** What there was to judge when power came back: whose calls were acknowledged, what the files are. */
  readonly before: ExecutionRecord
  readonly next: NextStart
  readonly seed: number
  readonly samePid: boolean
  readonly onStep: () => void
  readonly load: Load | undefined
}

/** As an `Execution` tells it. */
export type StartedAgain = Pick<Execution, 'record' | 'stuck' | 'seesTimes' | 'log'>

/** The plainest order there is: after a crash, one writer is alone. */
const inOrder: Scheduler = { choose: ({ choices }) => ({ choice: choices[0]! }) }

/**
 * What the application makes of a disk: it recovers, if it can, and makes one more call in each session. The process is
 * there for the next disk afterwards, so that this takes a few milliseconds and not a new process.
 *
 * @throws HarnessError when the target refuses, ProgramGone when the program ends in the middle.
 */
export function startAgain(asked: StartAgainOptions): StartedAgain {
  const { dir, tree, before, next, seed, samePid, onStep, load, witness } = asked
  const { restart: crash, files } = before
  const sessionFiles = Object.values(files)
  const aliases = new Aliases(sessionFiles)
  const gone = next.workload.writers.slice(0, -1).map((_, index) => {
    const standing = new Standing(index + 1, next.program, aliases)
    standing.finished = true
    standing.files = files
    return standing
  })
  const shadow = asked.shadow ?? shadowFor(asked)
  witness?.starts()
  for (const { ordinal } of gone) witness?.killed(ordinal)
  const state = new ExecutionState(dir, gone, next.classify, shadow, {
    loader: load ? new Loader(dir, load) : null,
    witness: witness ?? null,
  })
  state.position = crash?.position ?? 0
  dir.materialise(tree)
  state.adopt(tree)
  const options = {
    dir,
    seed,
    samePid,
    onStep,
    needsState: false,
    ...(witness && { witness }),
    workload: before.workload,
    classify: next.classify,
  }
  const running = new Running(options, { state, shadow, standings: gone, aliases, keys: null, disk: null })
  try {
    running.beginAgain(next)
    decide(running, inOrder)
  } catch (error) {
    running.abandon()
    throw clearedAfter(error, dir)
  } finally {
    dir.closeFiles()
  }
  const { stuck } = running
  if (stuck !== null) running.abandon()
  dir.assertInPlace()
  const entries = dir.entries()
  state.load()
  const finals = { ...state.watch.finals() }
  dir.clear()
  const calls = before.calls.concat(running.calls.map((call) => withoutDir(call, dir.path)))
  const { reads } = state.watch
  const record = {
    ...before,
    calls,
    reads,
    finals,
    entries,
    observed: true,
    ...state.restarted,
  }
  return { record, stuck, seesTimes: running.seesTimes, log: () => state.log() }
}

/** Who learns from it has to know what is written. */
function shadowFor({ dir, names, isDated, lasting, witness }: StartAgainOptions): Shadow {
  const open = witness && ((file: string) => dir.open(file))
  return new Shadow({ names, isDated, lasting, open })
}
