import { UsageError } from '../../model/errors.ts'
import { printableLine } from '../../model/printable.ts'
import { runnerNames, type RunnerName } from '../../model/settings.ts'
import { regress } from '../../regress/regress.ts'
import { quoted } from '../../report/words.ts'
import type { Perform } from '../command.ts'
import { exitCode } from '../exit-code.ts'
import { say } from '../say.ts'

/** By runner, the command that runs one test. */
const commands: Readonly<Record<RunnerName, (test: string) => string>> = {
  vitest: (test) => `npx vitest run ${test}`,
  jest: (test) => `npx jest ${test}`,
  node: (test) => `node --test ${test}`,
  bun: (test) => `bun test ./${test}`,
  shell: (test) => `sh ${test}`,
}

const perform: Perform = async (file, { regression }) => {
  const { runner } = regression
  if (runner === null)
    throw new UsageError(
      `regress: expected --runner=NAME, one of ${runnerNames.join(', ')}: what shall run the test`,
    )
  const { written, test } = regress(file, { ...regression, runner })
  const did = written.length === 0 ? [`${test} is there already, and as it would be`] : written.map(wrote)
  const command = commands[runner](quoted(printableLine(test)))
  const lines = [
    ...did,
    '',
    'It fails until the code is mended. Commit what was written, and run:',
    `  ${command}`,
  ]
  say(`${lines.map(printableLine).join('\n')}\n`)
  return exitCode.holds
}
export default perform

function wrote(file: string): string {
  return `wrote ${file}`
}
