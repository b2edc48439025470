import { init } from '../../init/init.ts'
import { printableLine } from '../../model/printable.ts'
import { checkCommand } from '../../report/words.ts'
import type { Perform } from '../command.ts'
import { exitCode } from '../exit-code.ts'
import { say } from '../say.ts'

const perform: Perform = async (operand) => {
  const { target, isReady, says } = await init(operand)
  const next = isReady ? 'Now run:' : 'How it saves could not be found out. Finish the target, then run:'
  const lines = [`wrote ${target}`, ...says.map((line) => `  ${line}`), '', next, `  ${checkCommand(target)}`]
  say(`${lines.map(printableLine).join('\n')}\n`)
  return exitCode.holds
}
export default perform
