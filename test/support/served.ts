import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { root } from './cli.ts'

/** Of which test programs are written, as far as this machine has them. */
export const languages = ['shell', 'python', 'perl', 'c'] as const
export type Language = (typeof languages)[number]

const asked: Readonly<Record<Language, readonly string[]>> = {
  shell: ['sh', '-c', ':'],
  python: ['python3', '-c', ''],
  perl: ['perl', '-e', ''],
  c: ['cc', '--version'],
}

export function isThere(language: Language): boolean {
  const [program = '', ...args] = asked[language]
  return spawnSync(program, args).status === 0
}

/** A python without the start of a version manager before it: that takes longer than all that is tested. */
export const python =
  ['/usr/bin/python3', '/usr/local/bin/python3'].find((each) => fs.existsSync(each)) ?? 'python3'

/** How a program of `test/served/programs` is started. */
function commandOf(language: Language, program: string, scratch: string): string[] {
  const source = path.join(root, 'test/served/programs', program)
  switch (language) {
    case 'shell':
      return ['sh', `${source}.sh`]
    case 'python':
      return [python, '-S', '-E', `${source}.py`]
    case 'perl':
      return ['perl', `${source}.pl`]
    case 'c': {
      const made = path.join(scratch, program)
      spawnSync('cc', ['-o', made, `${source}.c`], { stdio: 'inherit' })
      return [made]
    }
  }
}

/** A target whose one call starts such a program with the session's file as its argument, and the text as its input. */
export function targetOf(
  language: Language,
  program: string,
  scratch: string,
  options = "input: 'stdin'",
  more = '',
): string {
  const command = JSON.stringify(commandOf(language, program, scratch))
  const target = path.join(scratch, `${program}-${language}.target.mjs`)
  fs.mkdirSync(path.join(scratch, 'node_modules'), { recursive: true })
  const link = path.join(scratch, 'node_modules/onewriter')
  if (!fs.existsSync(link)) fs.symlinkSync(root, link)
  fs.writeFileSync(
    target,
    `import * as onewriter from 'onewriter'
export default onewriter.commandTarget({ command: ({ file, writer, session }) => [...${command}, file${more}], ${options} })
`,
  )
  return target
}
