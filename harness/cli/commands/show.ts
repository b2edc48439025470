import path from 'node:path'
import { loadReplayFile, type Loaded } from '../../recording/load.ts'
import type { Result } from '../../model/result.ts'
import { withoutCommands } from '../../model/printable.ts'
import { switchesOf } from '../../model/schedule.ts'
import { tableOf } from '../../report/columns.ts'
import { colours, plain } from '../../report/paint.ts'
import { replayCommand } from '../../report/words.ts'
import type { Perform } from '../command.ts'
import { exitCode } from '../exit-code.ts'
import { emit, parseReporters, type Output } from '../outputs.ts'

const perform: Perform = async (file, { reporters }) => {
  const outputs = parseReporters(reporters)
  const loaded = loadReplayFile(file)
  const unwritten = outputs.flatMap((output) =>
    emit(output.name === 'terminal' ? table(output, file, loaded) : output, resultOf(file, loaded)),
  )
  if (unwritten[0]) throw unwritten[0]
  return exitCode.holds
}
export default perform

/** In a terminal, what the replay file alone can tell: no verdict of a run, but the table. */
function table(output: Output, file: string, { counterexample }: Loaded): Output {
  const reporter: Output['reporter'] = (_result, { colour, lineWidth }) =>
    withoutCommands(
      `${tableOf(counterexample, colour ? colours : plain, lineWidth)}\n  ${replayCommand(file)}\n`,
    )
  return { ...output, reporter }
}

/** A saved violation as the result of a run that has found it, and of which nothing else is known. */
function resultOf(replayFile: string, { file, target, counterexample }: Loaded): Result {
  const { oracle, finding, workload, schedule } = counterexample
  return {
    version: 1,
    command: 'show',
    target: path.basename(file.target),
    targetPath: path.relative('.', target).replaceAll(path.sep, '/'),
    verdict: 'violated',
    seed: file.runSeed,
    shard: '1/1',
    node: file.node,
    control: file.control ?? 'interposed',
    elapsedMs: 0,
    executions: 0,
    steps: 0,
    exhausted: [],
    oracles: { [oracle]: 'violated' },
    leftOut: [],
    firstViolation: null,
    violations: [
      {
        oracle,
        session: finding.session ?? '',
        message: finding.message,
        replayFile,
        writers: workload.writers.length,
        calls: workload.writers.flat().length,
        steps: schedule.length,
        switches: switchesOf(schedule),
        minimal: false,
        reproduced: { times: 0, of: 0 },
        signature: file.signature,
        counterexample,
      },
    ],
    faults: {},
    rejections: { calls: 0, first: null },
    escapes: [],
    problems: [],
  }
}
