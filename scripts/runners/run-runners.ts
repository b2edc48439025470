/**
 * Packs this package, installs it beside each test runner into an empty project, and has saved violations and
 * expectations tested there as a user would.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { expectations } from './expectations.ts'
import { Project, type Ran } from './project.ts'

/** By runner, the packages that it takes; Node and a shell are there. */
const packages: Readonly<Record<string, readonly string[]>> = {
  vitest: ['vitest@4'],
  jest: ['jest@30'],
  node: [],
  bun: ['bun@1'],
  shell: [],
}

type Row = (isGood: boolean, what: string, figure: string) => void

export async function runRunners(row: Row): Promise<void> {
  console.log('\ntests of a broken and a mended writer, by each runner in a project of its own')
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'onewriter-runners-'))
  try {
    const { stdout } = await execa('npm', ['pack', '--silent', `--pack-destination=${scratch}`])
    const tarball = path.join(scratch, stdout.trim().split('\n').at(-1) ?? '')
    for (const runner of Object.keys(packages)) await runRunner(runner, { scratch, tarball, row })
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true })
  }
}

async function runRunner(
  runner: string,
  { scratch, tarball, row }: { readonly scratch: string; readonly tarball: string; readonly row: Row },
): Promise<void> {
  const dir = path.join(scratch, runner)
  fs.mkdirSync(dir)
  const project = new Project(dir)
  const asked = [tarball, ...(packages[runner] ?? [])]
  const installed = await project.run('npm', 'install', '--silent', '--no-audit', '--no-fund', ...asked)
  if (installed.exitCode !== 0) return row(false, runner, installed.said)
  const regress = await project.regress(await project.find(), runner)
  await compare(`${runner}: regress`, regress)
  const expectation = expectations[runner]
  if (!expectation) return
  project.write(expectation.file, expectation.source)
  await compare(`${runner}: expectHolds`, expectation.command)

  async function compare(what: string, command: string): Promise<void> {
    project.break()
    const broken = await project.run(command)
    project.mend()
    const mended = await project.run(command)
    const isRight = isFailure(broken) && mended.exitCode === 0
    row(isRight, what, isRight ? `fails, then passes: ${command}` : `${broken.said}\n${mended.said}`)
  }
}

/** It failed for the right reason, and says how it came about. */
function isFailure({ exitCode, said }: Ran): boolean {
  return exitCode === 1 && /parses( is violated|: s1\.json)/.test(said) && /^ +w1 +w2$/m.test(said)
}
