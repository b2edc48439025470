/**
 * Packs this package, installs it into an empty project for each supported Node, and runs it there as a user would:
 * `npm run matrix`, or `npm run matrix -- 20 26`. The npm package `node` brings the binaries.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { chosenOf } from '../arguments.ts'

const majors = chosenOf(process.argv.slice(2), ['20', '22', '24', '26'])
const target = `import { writeFile } from 'node:fs/promises'
import { fileWriter } from 'onewriter'
export default fileWriter((file, text) => writeFile(file, text))
`

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'onewriter-matrix-'))
let failures = 0
try {
  const { stdout } = await execa('npm', ['pack', '--silent', `--pack-destination=${scratch}`])
  const tarball = path.join(scratch, stdout.trim().split('\n').at(-1) ?? '')
  for (const major of majors) {
    const outcome = await tryOn(major, tarball)
    failures += outcome.isRight ? 0 : 1
    process.stdout.write(`node ${major}: ${outcome.isRight ? 'ok' : 'WRONG'}, ${outcome.said}\n`)
  }
} finally {
  fs.rmSync(scratch, { recursive: true, force: true })
}
process.exitCode = failures === 0 ? 0 : 1

/** Whether the one-line target is found wrong there, and what is found is seen again. */
async function tryOn(major: string, tarball: string): Promise<{ isRight: boolean; said: string }> {
  const cwd = path.join(scratch, `node-${major}`)
  fs.mkdirSync(cwd)
  fs.writeFileSync(path.join(cwd, 'package.json'), '{ "private": true, "type": "module" }')
  fs.writeFileSync(path.join(cwd, 'target.ts'), target)
  const PATH = [path.join(cwd, 'node_modules/.bin'), process.env['PATH']].join(path.delimiter)
  const run = (file: string, ...args: string[]) =>
    execa(file, args, { cwd, env: { PATH, GITHUB_ACTIONS: undefined }, reject: false })
  const installed = await run(
    'npm',
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    tarball,
    `node@${major}`,
  )
  if (installed.exitCode !== 0) return { isRight: false, said: installed.stderr }
  const checked = await run('npx', 'onewriter', 'check', 'target.ts', '--seed=1', '--reporter=json')
  if (checked.exitCode !== 1)
    return { isRight: false, said: `${checked.exitCode}: ${checked.stdout}${checked.stderr}` }
  const { node, verdict, violations } = JSON.parse(checked.stdout) as {
    node: string
    verdict: string
    violations: { oracle: string; replayFile: string }[]
  }
  const [violation] = violations
  const replayed = await run('npx', 'onewriter', 'replay', violation?.replayFile ?? '', '--times=3')
  const sentence = replayed.stdout.split('\n').at(-1) ?? ''
  const isRight = node.startsWith(`v${major}.`) && verdict === 'violated' && replayed.exitCode === 1
  return { isRight, said: `${node}: check finds ${violation?.oracle} violated; replay: ${sentence}` }
}
