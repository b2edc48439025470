import path from 'node:path'
import { replay, type ReplayOutcome } from '../../engine/explore/replay.ts'
import { tableOf } from '../../report/columns.ts'
import { colours, plain } from '../../report/paint.ts'
import { printableLine } from '../../model/printable.ts'
import { checkCommand } from '../../report/words.ts'
import type { Perform } from '../command.ts'
import { exitCode } from '../exit-code.ts'
import { isColoured, lineWidthOf } from '../outputs.ts'
import { say, write } from '../say.ts'

const perform: Perform = async (file, { settings }) => {
  const outcome = await replay(file, settings)
  const { loaded, times, of } = outcome
  if (loaded.sourceChanged) {
    const name = printableLine(loaded.file.target)
    say(`onewriter: ${name} is not what it was when this violation was saved\n`, 'stderr')
  }
  if (times > 0) {
    const paint = isColoured(process.stdout) ? colours : plain
    write(tableOf(loaded.counterexample, paint, lineWidthOf(process.stdout)))
  }
  say(`${printableLine(sentence(outcome))}\n`)
  if (outcome.divergence !== null) say(`${whyDiverged(outcome)}\n`)
  if (outcome.problem !== null || outcome.divergence !== null) return exitCode.inconclusive
  if (times === of) return exitCode.violated
  return times === 0 ? exitCode.holds : exitCode.inconclusive
}
export default perform

function sentence({ loaded, times, of, divergence, problem }: ReplayOutcome): string {
  const { oracle } = loaded.counterexample
  if (problem !== null) return `inconclusive: ${problem}`
  if (divergence !== null) return `the schedule no longer fits: ${divergence}`
  if (times === 0) return `gone: the schedule still fits, and ${oracle} holds in ${of} of ${of}`
  return `reproduced: ${oracle} is violated in ${times} of ${of}, each time in fresh processes`
}

/** What a schedule that no longer fits may mean, and what to do about it. */
function whyDiverged({ loaded }: ReplayOutcome): string {
  const { sourceChanged, file } = loaded
  const isOtherNode = file.node !== process.version
  const node = isOtherNode ? `, or Node: it was ${file.node}, and is ${process.version}` : ''
  const cause = sourceChanged
    ? "the target's code has changed since this was recorded"
    : `something that the target imports seems to have changed since this was recorded${node}`
  const target = path.relative('.', loaded.target)
  return `${cause}, so it takes other steps. It may be mended. To find out, check it:\n  ${checkCommand(target)}`
}
