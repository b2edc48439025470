import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { root } from '../support/cli.ts'

/**
 * How pages are run, each in an empty project of its own, block by block:
 *
 * - a block with a file name behind its language is that file; TypeScript without one has to parse;
 * - of a shell block, and of `run:` in YAML, every `npx onewriter` is run; `# exit 1` behind it is what it exits with;
 * - of a transcript, whose commands stand behind `$`, the line below says whether it is violated;
 * - a replay file is the one that was saved last, since its name is told by its content.
 *
 * What holds is held to few executions.
 */
const pages = ['README.md', ...fs.readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
)
const amaro = createRequire(import.meta.url)('amaro') as {
  transformSync(source: string, options: { mode: 'strip-only' }): { code: string }
}
const brief = '--executions=40'

interface Block {
  readonly language: string
  readonly file: string
  readonly text: string
}

function blocksOf(page: string): Block[] {
  const text = fs.readFileSync(path.join(root, page), 'utf8')
  return [...text.matchAll(/^```(\w*) ?(.*)\n([^]*?)^```$/gm)].map(
    ([, language = '', file = '', body = '']) => ({
      language,
      file,
      text: body,
    }),
  )
}

/** An empty project in which `npx onewriter` is the program under test. */
class Project {
  readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), 'docs-'))

  constructor() {
    const modules = path.join(this.dir, 'node_modules')
    fs.mkdirSync(path.join(modules, '.bin'), { recursive: true })
    fs.symlinkSync(root, path.join(modules, 'onewriter'))
    fs.symlinkSync(path.join(root, 'test'), path.join(this.dir, 'test'))
    const entry = path.join(root, 'dist/harness/cli.js')
    const npx = `#!/bin/sh\nshift\nexec "${process.execPath}" "${entry}" "$@"\n`
    fs.writeFileSync(path.join(modules, '.bin/npx'), npx, { mode: 0o755 })
  }

  async run(command: string, exit: number): Promise<void> {
    const line = this.#prepared(command, exit)
    const PATH = `${path.join(this.dir, 'node_modules/.bin')}:${process.env['PATH']}`
    const env = { PATH, NO_COLOR: '1', FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined }
    const { exitCode, all } = await execa('sh', ['-c', line], {
      cwd: this.dir,
      env,
      reject: false,
      all: true,
    })
    expect(exitCode, `${line}\n${all}`).toBe(exit)
  }

  #prepared(command: string, exit: number): string {
    const line = command
      .replaceAll(/\$\{\{ matrix\.shard \}\}/g, '1')
      .replaceAll(/\$\{\{ github\.run_number \}\}/g, '7')
      .replace('--shard=1/3', '--shard=1/1')
      .replace(/ \.onewriter\/\S+-[0-9a-f]{8}\.json/, ` .onewriter/${this.#latestReplayFile()}`)
    const isEndless =
      exit === 0 && /onewriter (check|explore|race|soak)/.test(line) && !line.includes('exhaustive')
    return isEndless ? `${line.replace(/ --executions=\d+/, '')} ${brief} --writers=2` : line
  }

  #latestReplayFile(): string | undefined {
    const dir = path.join(this.dir, '.onewriter')
    const saved = fs.existsSync(dir)
      ? fs.readdirSync(dir).filter((name) => /-[0-9a-f]{8}\.json$/.test(name))
      : []
    const times = new Map(saved.map((name) => [name, fs.statSync(path.join(dir, name)).mtimeMs]))
    return saved.toSorted((one, other) => (times.get(other) ?? 0) - (times.get(one) ?? 0))[0]
  }
}

/** The commands of a block, each with the exit code that the page promises. */
function commandsOf({ language, text }: Block): { command: string; exit: number }[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    const isYaml = language === 'yaml'
    const pattern = isYaml ? /^\s*- run: (npx onewriter .*)$/ : /^(?:\$ )?(npx onewriter .*)$/
    const [, command] = pattern.exec(line) ?? []
    if (command === undefined) return []
    const [bare = '', promised] = command.split(/\s+# exit /)
    const below = lines.slice(index + 1, index + 4).join('\n')
    const isViolated = line.startsWith('$ ') && /^VIOLATED|^reproduced/m.test(below)
    return [{ command: bare, exit: promised === undefined ? Number(isViolated) : Number(promised) }]
  })
}

test.each(pages)(
  '%s does what it says',
  async (page) => {
    const project = new Project()
    try {
      for (const block of blocksOf(page)) {
        const { language, file, text } = block
        if (language === 'ts') expect(() => amaro.transformSync(text, { mode: 'strip-only' })).not.toThrow()
        if (file !== '') fs.writeFileSync(path.join(project.dir, file), text)
        fs.mkdirSync(path.join(project.dir, '.onewriter'), { recursive: true })
        for (const { command, exit } of commandsOf(block)) await project.run(command, exit)
      }
    } finally {
      fs.rmSync(project.dir, { recursive: true, force: true })
    }
  },
  240_000,
)

test('every page is read, and most of them run something', () => {
  expect(pages.length).toBeGreaterThanOrEqual(6)
  const commands = pages.map((page) => blocksOf(page).flatMap(commandsOf).length)
  expect(commands.filter((amount) => amount > 0).length).toBeGreaterThanOrEqual(5)
})

test('links between pages lead somewhere', () => {
  for (const page of pages) {
    const text = fs.readFileSync(path.join(root, page), 'utf8')
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
      expect(fs.existsSync(path.join(root, path.dirname(page), link)), `${page}: ${link}`).toBe(true)
    }
  }
})
