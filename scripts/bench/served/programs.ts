import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { OracleName } from '../../../harness/model/verdict.ts'
import { isOnPath } from '../../../harness/processes/on-path.ts'

const sources = path.resolve(import.meta.dirname, '../../../../test/served/programs')

/** A program that writes a file in place, by the name of what runs it, as far as this machine has that. */
export function programsIn(scratch: string): ReadonlyMap<string, readonly string[]> {
  const bun = path.join(scratch, 'in-place.mjs')
  fs.writeFileSync(bun, 'await Bun.write(process.argv[2], await Bun.stdin.text())\n')
  const { C, shell, Python } = Object.fromEntries(inEachLanguage('in-place', scratch))
  const all = { C, shell, Python, Bun: isOnPath('bun') ? ['bun', bun] : undefined }
  return new Map(Object.entries(all).flatMap(([name, argv]) => (argv ? [[name, argv]] : [])))
}

/** How one of the test programs is started, by language, as far as this machine has it. */
export function inEachLanguage(program: string, scratch: string): ReadonlyMap<string, readonly string[]> {
  const source = path.join(sources, program)
  const binary = path.join(scratch, program)
  const hasC = isOnPath('cc') && spawnSync('cc', ['-O1', '-o', binary, `${source}.c`]).status === 0
  const all: readonly (readonly [string, boolean, readonly string[]])[] = [
    ['C', hasC, [binary]],
    ['shell', isOnPath('sh'), ['sh', `${source}.sh`]],
    ['Python', fs.existsSync('/usr/bin/python3'), ['/usr/bin/python3', '-S', '-E', `${source}.py`]],
    ['Perl', isOnPath('perl'), ['perl', `${source}.pl`]],
  ]
  return new Map(all.flatMap(([name, isThere, argv]) => (isThere ? [[name, argv]] : [])))
}

/** A target of such a program. */
export function targetOf(
  scratch: string,
  name: string,
  argv: readonly string[],
  oracles: readonly OracleName[] = ['calls-succeed'],
): string {
  const target = path.join(scratch, `${name}.target.mjs`)
  const link = path.join(scratch, 'node_modules/onewriter')
  if (!fs.existsSync(link)) {
    fs.mkdirSync(path.dirname(link), { recursive: true })
    fs.symlinkSync(path.resolve(import.meta.dirname, '../../../..'), link)
  }
  fs.writeFileSync(
    target,
    `import { commandTarget } from 'onewriter'
export default commandTarget({ command: ({ file }) => [...${JSON.stringify(argv)}, file], input: 'stdin', oracles: ${JSON.stringify(oracles)} })
`,
  )
  return target
}
