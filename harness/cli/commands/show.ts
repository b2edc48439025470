import { loadReplayFile } from '../../recording/load.ts'
import { columns } from '../../report/columns.ts'
import { colours, plain } from '../../report/paint.ts'
import type { Perform } from '../command.ts'
import { exitCode } from '../exit-code.ts'
import { isColoured } from '../outputs.ts'

const perform: Perform = async (file) => {
  const { counterexample } = loadReplayFile(file)
  process.stdout.write(columns(counterexample, isColoured(process.stdout) ? colours : plain))
  return exitCode.holds
}
export default perform
