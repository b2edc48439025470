import { mergeResults } from '../../engine/merge.ts'
import { loadResults } from '../../recording/load-results.ts'
import type { Perform } from '../command.ts'
import { exitCode } from '../exit-code.ts'
import { parseReporters, report } from '../outputs.ts'

const perform: Perform = async (dir, { reporters }) => {
  const outputs = parseReporters(reporters)
  const result = mergeResults(loadResults(dir))
  report(result, outputs)
  return exitCode[result.verdict]
}
export default perform
