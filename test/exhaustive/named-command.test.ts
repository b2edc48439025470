import { expect, test } from 'vitest'
import { statementsOf } from '../../harness/report/statements/index.ts'
import { root, startCli } from '../support/cli.ts'
import { holds, result } from '../support/result.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const outputDir = scratchDirectory('named-command')

test('the command that is named where a check has not exhausted a size exhausts that size', async () => {
  const unfinished = { writers: 2, calls: 1, sessions: 1, faults: [], executions: 1, states: 2 }
  const statements = statementsOf({
    ...result,
    command: 'check',
    ...holds,
    targetPath: 'test/targets/write-file-atomic.ts',
    oracles: { parses: 'holds', 'one-writer': 'holds' },
    notAsked: ['no-litter'],
    unfinished: [{ ...unfinished, workloads: 0, of: 1, untried: 1, percent: 3 }],
  })
  const [, command = ''] =
    /alone: npx onewriter (.*)$/m.exec(statements.map(({ text }) => text).join('\n')) ?? []
  const { stdout } = await startCli([...command.split(' '), `--output-dir=${outputDir}`], { cwd: root })
  expect(stdout).toContain('exhausted: 2 writers, 1 call each, 1 session: ')
  expect(stdout).toContain('left out by --oracle: ')
})
