import { compareWith } from '../../changed/compare-with.ts'
import { check } from '../../engine/check/check.ts'
import { count } from '../../model/count.ts'
import { printableLine } from '../../model/printable.ts'
import type { Perform } from '../command.ts'
import { exitCode } from '../exit-code.ts'
import { runEngine } from '../run-engine.ts'
import { say } from '../say.ts'

const perform: Perform = async (target, checked) => {
  const { changedSince: ref } = checked
  if (ref !== null) {
    const { why, files } = compareWith(target, ref)
    const made = `${count(files, 'file')} that it is made of`
    if (why === null) {
      say(`${printableLine(`UNCHANGED  ${target}: none of the ${made} differs from ${ref}; not checked`)}\n`)
      return exitCode.holds
    }
    say(`${printableLine(why)}\n`, 'stderr')
  }
  return runEngine(check, 'execution', target, checked)
}
export default perform
