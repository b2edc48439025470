import { examine } from '../../engine/doctor.ts'
import type { Perform } from '../command.ts'
import { exitCode } from '../exit-code.ts'
import { say } from '../say.ts'

const perform: Perform = async () => {
  say(
    examine()
      .map(({ what, found }) => `  ${what.padEnd(16)} ${found}\n`)
      .join(''),
  )
  return exitCode.holds
}
export default perform
