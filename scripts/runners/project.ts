import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'

/** Two of these leave a torn file. */
const broken = `import { writeFile } from 'node:fs/promises'

export const save = (file, text) => writeFile(file, text)
`
const mended = `import { rename, writeFile } from 'node:fs/promises'

let count = 0

export async function save(file, text) {
  const temporary = \`\${file}.\${process.pid}.\${(count += 1)}.tmp\`
  await writeFile(temporary, text)
  await rename(temporary, file)
}
`
const target = `import { fileWriter } from 'onewriter'
import { save } from './save.mjs'

export default fileWriter(save)
`

export interface Ran {
  readonly exitCode: number | undefined
  readonly said: string
}

/** A project of a user's: a writer, its target, and whatever packages it is given. */
export class Project {
  readonly dir: string

  constructor(dir: string) {
    this.dir = dir
    this.write('package.json', '{ "private": true }\n')
    this.write('save.target.mjs', target)
    this.break()
  }

  write(name: string, text: string): void {
    fs.writeFileSync(path.join(this.dir, name), text)
  }

  break(): void {
    this.write('save.mjs', broken)
  }

  mend(): void {
    this.write('save.mjs', mended)
  }

  /** Finds what is wrong with the broken writer. Returns the replay file. */
  async find(): Promise<string> {
    const options = ['--writers=2', '--calls=1', '--oracle=parses', '--seed=1', '--reporter=json']
    const { said } = await this.run('npx', 'onewriter', 'explore', 'save.target.mjs', ...options)
    const result = JSON.parse(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1)) as {
      violations: { replayFile: string }[]
    }
    return result.violations[0]?.replayFile ?? ''
  }

  /** Has a test written for a saved violation. Returns the command that is said to run it. */
  async regress(replayFile: string, runner: string): Promise<string> {
    const { said } = await this.run(
      'npx',
      'onewriter',
      'regress',
      replayFile,
      `--runner=${runner}`,
      '--force',
    )
    return said.trimEnd().split('\n').at(-1)?.trim() ?? ''
  }

  /** Runs a line of shell, or a program; what it says on both ways together. */
  async run(program: string, ...args: readonly string[]): Promise<Ran> {
    const env = {
      PATH: [path.join(this.dir, 'node_modules/.bin'), process.env['PATH']].join(path.delimiter),
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      GITHUB_ACTIONS: undefined,
      // A test runner below another one is not to take itself for a part of it.
      NODE_TEST_CONTEXT: undefined,
      VITEST: undefined,
      NODE_OPTIONS: undefined,
    }
    const options = { cwd: this.dir, env, reject: false, all: true, stdin: 'ignore' } as const
    const ran =
      args.length === 0 ? await execa('sh', ['-c', program], options) : await execa(program, args, options)
    return { exitCode: ran.exitCode, said: ran.all }
  }
}
