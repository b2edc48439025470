import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { githubSummary } from '../../harness/report/github.ts'
import { reporters } from '../../harness/report/index.ts'
import { counterexample } from '../support/counterexample.ts'
import { startCli } from '../support/cli.ts'
import { explored, raced, result, unsettled } from '../support/result.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct, fixture } from '../support/targets.ts'

const scratch = scratchDirectory('github')

const context = { colour: false, endedAt: new Date(0), workspacePath: '' }

/** Takes a workflow command apart as the runner does: split first, then unescape. */
function parse(line: string) {
  const [, name, list = '', data = ''] = /^::([a-z]+) (.*?)::(.*)$/.exec(line) ?? []
  const unescapeData = (text: string) =>
    text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%')
  const properties = list.split(',').map((pair) => {
    const [key, value = ''] = pair.split(/=(.*)/s)
    return [key, unescapeData(value.replaceAll('%3A', ':').replaceAll('%2C', ','))]
  })
  return { name, ...(Object.fromEntries(properties) as Record<string, string>), data: unescapeData(data) }
}

test.each(['plain.ts', 'with space.ts', 'a:b::c.ts', 'one,two.ts', '100%25 %0A.ts', '日本.ts'])(
  'a target named %j is annotated where it is',
  (targetPath) => {
    const text = reporters['github']?.({ ...result, targetPath, target: targetPath }, context) ?? ''
    const lines = text.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines.map(parse)).toMatchObject([
      { name: 'error', file: targetPath, line: '1', title: `${targetPath}: parses` },
      { name: 'warning', file: targetPath, title: `${targetPath}: inconclusive` },
      { name: 'notice', file: targetPath, title: `${targetPath}: violated` },
    ])
  },
)

test('a target whose name has controls is annotated in words', () => {
  const text = reporters['github']?.({ ...result, target: 'line\nbreak\r.ts' }, context) ?? ''
  expect(text.trimEnd().split('\n')).toHaveLength(3)
  expect(parse(text.split('\n')[0] ?? '')).toMatchObject({ title: String.raw`line\nbreak\u000d.ts: parses` })
})

test('messages keep their lines, signs and the command to type', () => {
  const message = '50 % of\ns1.json::is gone, %0A'
  const text = reporters['github']?.({ ...result, violations: [{ ...explored, message }] }, context) ?? ''
  const { data } = parse(text.split('\n')[0] ?? '')
  expect(data.startsWith(message)).toBe(true)
  expect(data).toMatch(/\nnpx onewriter replay '\.onewriter\/my writer\.json'$/)
})

test('files are named from the root of the repository', () => {
  const text = reporters['github']?.(
    { ...result, targetPath: '../b/x.ts' },
    { ...context, workspacePath: 'packages/a' },
  )
  expect(parse((text ?? '').split('\n')[0] ?? '')).toMatchObject({ file: 'packages/b/x.ts' })
})

test('a violation is annotated where the target asked for the step that tore the file', () => {
  const steps = explored.counterexample?.steps.map((step) =>
    Object.assign({ source: `lib/save.ts:${step.position}0:${step.position}` }, step),
  )
  const withSteps = (sources: typeof steps) => ({
    ...explored,
    counterexample: { ...counterexample, steps: sources ?? [] },
  })
  const annotate = (violation: typeof explored) =>
    parse((reporters['github']?.({ ...result, violations: [violation] }, context) ?? '').split('\n')[0] ?? '')
  expect(annotate(withSteps(steps))).toMatchObject({ file: 'lib/save.ts', line: '30', col: '3' })
  const ofPackage = steps?.map((step) => Object.assign({}, step, { source: 'node_modules/x/index.js:1:1' }))
  expect(annotate(withSteps(ofPackage))).toMatchObject({ file: 'test/my-writer.ts', line: '1' })
  expect(annotate(explored)).toMatchObject({ file: 'test/my-writer.ts', line: '1' })
})

test('what is inconclusive is an error', () => {
  const text = reporters['github']?.(unsettled, context) ?? ''
  expect(parse(text.split('\n')[0] ?? '')).toMatchObject({
    name: 'error',
    data: expect.stringMatching(/^w2 exited/),
  })
})

test('the summary page: verdict, oracles, and counterexamples in fences that hold', () => {
  const message = 'torn ```` here'
  const summary = githubSummary({ ...result, target: 'a|b_c', violations: [{ ...raced, message }] })
  expect(summary).toMatch(/^### onewriter race: a\\\|b\\_c ❌ violated\n/)
  expect(summary).toContain('\n| `one-writer` | ✅ holds |\n')
  expect(summary).toContain(`\n\`\`\`\`\`\n${message}\n`)
})

test('is on by itself in GitHub Actions, and leaves stdout to the reports', async () => {
  const summary = path.join(scratch, 'summary.md')
  fs.writeFileSync(summary, 'before\n')
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_WORKSPACE: path.dirname(scratch),
  }
  const args = ['race', fixture('aborts.ts'), '--writers=2', '--executions=2', '--reporter=json']
  const { stdout, stderr } = await startCli(args, { env, cwd: scratch })
  expect(JSON.parse(String(stdout))).toMatchObject({ verdict: 'inconclusive' })
  const annotation = String(stderr)
    .split('\n')
    .find((line) => line.startsWith('::'))
  expect(parse(annotation ?? '')).toMatchObject({ name: 'error', title: 'aborts: inconclusive' })
  expect(fs.readFileSync(summary, 'utf8')).toMatch(/^before\n### onewriter race: aborts ⚠️ inconclusive/)
})

test('a summary that cannot be written is said so', async () => {
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: scratch }
  const args = ['race', correct('temp-and-rename').replace(/ts$/, 'mjs'), '--writers=2', '--executions=2']
  const { exitCode, stderr } = await startCli(args, { env })
  expect(exitCode).toBe(2)
  expect(String(stderr)).toMatch(/onewriter: GITHUB_STEP_SUMMARY=.*: expected a file to append to/)
})
