import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { cli } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct, fixture } from '../support/targets.ts'

const scratch = scratchDirectory('bad-input')
const file = (name: string, text: string) => {
  fs.writeFileSync(path.join(scratch, name), text)
  return path.join(scratch, name)
}

const good = correct('write-file-atomic')
const below = path.join(file('a-file', ''), 'below')

test.each<[string, string[], RegExp]>([
  ['no command', [], /no command is given; expected one of/],
  ['an unknown command', ['chase', good], /unknown command `chase`; expected one of/],
  ["a command that is every object's", ['toString', good], /unknown command `toString`/],
  ['no target', ['race'], /race: expected a TARGET, for example: onewriter race save\.target\.ts/],
  ['two targets', ['race', good, good], /race: expected one TARGET, got also/],
  ['an unknown option', ['race', good, '--writer=3'], /Unknown option '--writer'/],
  ['an option that is misspelt', ['race', good, '--max-tiem=5s'], /'--max-tiem'; did you mean --max-time\?/],
  ['a switch that is misspelt', ['race', good, '--no-isolat'], /'--no-isolat'; did you mean --no-isolate\?/],
  ['a command that is misspelt', ['chekc', good], /expected one of .*; did you mean check\?/],
  [
    'a replay file that is no JSON',
    ['replay', file('plain.json', 'hello\n')],
    /expected a replay file \(it is no J/,
  ],
  ['an option without its value', ['race', good, '--seed'], /'--seed <value>' argument missing/],
  ['a switch with a value', ['race', good, '--isolate=yes'], /'--isolate' does not take an argument/],
  ['no writers', ['race', good, '--writers=0'], /--writers=0: expected a whole number from 1 to 64/],
  ['a bad time', ['race', good, '--max-time=soon'], /--max-time=soon: expected a time such as 500ms/],
  ['a bad shard', ['race', good, '--shard=3/2'], /--shard=3\/2: expected i\/n/],
  ['a bad oracle', ['race', good, '--oracle=delphi'], /--oracle=delphi: expected a list of parses/],
  [
    'faults in a race',
    ['race', good, '--faults=kill,errno'],
    /race does not read --faults; expected it with check/,
  ],
  [
    'a strategy in a race',
    ['race', good, '--strategy=exhaustive', '--times=3'],
    /race does not read --strategy/,
  ],
  ['a switch that is off', ['merge', scratch, '--no-isolate'], /merge does not read --isolate/],
  ['a bad fault', ['explore', good, '--faults=fire'], /--faults=fire: expected a list of kill, errno/],
  ['a bad reporter', ['race', good, '--reporter=pigeon'], /--reporter=pigeon: expected NAME or NAME:FILE/],
  [
    'a report in no directory',
    ['race', good, `--reporter=json:${below}/x`],
    /expected a file in a directory/,
  ],
  [
    'a report that is a directory',
    ['race', good, `--reporter=json:${scratch}`],
    /expected a file in a direct/,
  ],
  [
    'a picture in no directory',
    ['show', good, `--reporter=html:${below}/x`],
    /expected a file in a directory that exists/,
  ],
  ['a --dir below a file', ['race', good, `--dir=${below}`], /--dir=.*below: expected a directory/],
  [
    'a --dir that is a file',
    ['race', good, `--dir=${path.dirname(below)}`],
    /--dir=.*a-file: expected a direc/,
  ],
  [
    'an --output-dir below a file',
    ['explore', good, `--output-dir=${below}`],
    /--output-dir=.*below: expected a directory that can be written to/,
  ],
  [
    'a runtime that is none',
    ['race', good, `--runtime=${scratch}/node`],
    /could not be started \(spawn .*ENOENT/,
  ],
  ['a target that is not there', ['race', 'nowhere.ts'], /nowhere.ts: no such file; expected the path/],
  ['a target that is a directory', ['race', scratch], /: it is a directory; expected the path of a target/],
  [
    'a target that does not parse',
    ['race', file('torn.ts', 'let a\nlet b: = 1')],
    /it does not load: SyntaxError.*torn.ts:2\)/,
  ],
  [
    'one of JavaScript',
    ['race', file('torn.mjs', 'export default {')],
    /torn.mjs: it does not load: SyntaxE/,
  ],
  ['a target without its package', ['race', file('p.mjs', "import 'not-there'")], /Cannot find package/],
  [
    'a target that exits',
    ['race', file('exits.mjs', 'process.exit(7)')],
    /exits.mjs: .*exited with status 7/,
  ],
  ['a target that waits', ['race', file('waits.mjs', 'await new Promise(() => {})')], /load never settled/],
  [
    'a target that exports nothing',
    ['race', fixture('no-default-export.ts')],
    /it has no default export; exp/,
  ],
  [
    'a target that exports a number',
    ['race', file('n.mjs', 'export default 5')],
    /default export is no target/,
  ],
  [
    'a target that throws in open',
    ['race', fixture('throws-in-open.ts')],
    /open.* throws Error: no such luck/,
  ],
  [
    'a target whose file lies outside',
    ['race', fixture('file-outside-the-directory.ts')],
    /file\('s1'\) lies outside the run directory: \/s1/,
  ],
  [
    'a target with an oracle that there is not',
    ['race', file('o.mjs', "export default { open() {}, oracles: ['delphi'] }")],
    /it names an unknown oracle `delphi`; expected one of parses/,
  ],
  [
    'a target with one file for all sessions, and nothing to tell them apart',
    [
      'race',
      file(
        'shared.mjs',
        "export default { open: ({ dir }) => ({ file: () => dir + '/all', calls: { save() {} } }) }",
      ),
    ],
    /file\(session\) gives all for two sessions; expected a file for each, or read\(bytes, session\)/,
  ],
  [
    'a target with an option that there is not',
    ['race', file('recovr.mjs', 'export default { open() {}, recovr() {} }')],
    /its default export: unknown option `recovr`; expected name, open, read, load, specification, owns, recover, overlap, oracles/,
  ],
])('%s is refused with one message and exit code 2', async (_what, args, message) => {
  const { exitCode, stdout, stderr } = await cli(...args)
  expect(exitCode).toBe(2)
  expect(stdout).toBe('')
  const messages = stderr.split('\n')
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatch(message)
  expect(messages[0]).toMatch(/^onewriter: /)
})
